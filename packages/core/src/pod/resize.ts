// The resize of a pod in place: what is wanted, what is set aside and what is in force, and what others count meanwhile.
import type { ResourceList } from "../api/meta.js";
import type { Container, PodSpec, ResourceRequirements } from "../api/pod.js";
import { isSameValue } from "../api/same-value.js";
import { compareQuantities } from "../quantity.js";
import { containerAt, containerCount } from "./container-list.js";
import { runtimeAt } from "./container-runtime.js";
import type { PodResize, PodState } from "./pod-state.js";
import { specOf } from "./pod-state.js";
import { quantityIn } from "./requests.js";

/** What each container of the spec asks for. */
export const resourcesIn = (spec: PodSpec): readonly ResourceRequirements[] =>
  Array.from({ length: containerCount(spec) }, (_, ix) => containerAt(spec, ix).resources);

const larger = (a: ResourceList, b: ResourceList): ResourceList => {
  const most: Record<string, string> = { ...a };
  for (const [name, text] of Object.entries(b)) {
    const [known, other] = [quantityIn(a, name), quantityIn(b, name)];
    if (known === undefined || (other !== undefined && compareQuantities(known, other) < 0)) most[name] = text;
  }
  return most;
};

/** The most of what the container asks for, has set aside and has; of the first only while it may still get it. */
const accountedOf = (container: Container, ix: number, resize: Omit<PodResize, "accounted">): Container => {
  const { requests: asked, limits } = container.resources;
  const held = larger(resize.allocated[ix]?.requests ?? {}, resize.actual[ix]?.requests ?? {});
  const requests = resize.pending?.reason === "Infeasible" ? held : larger(asked, held);
  return { ...container, resources: { requests, limits } };
};

/** null once everything is as the spec has it. */
export const podResize = (spec: PodSpec, parts: Omit<PodResize, "accounted">): PodResize | null => {
  const wanted = resourcesIn(spec);
  if (parts.pending === null && isSameValue(wanted, parts.allocated) && isSameValue(wanted, parts.actual)) return null;
  const { allocated, actual, pending } = parts;
  const first = spec.initContainers.length;
  return {
    allocated,
    actual,
    pending,
    accounted: {
      ...spec,
      initContainers: spec.initContainers.map((container, ix) => accountedOf(container, ix, parts)),
      containers: spec.containers.map((container, i) => accountedOf(container, first + i, parts)),
    },
  };
};

/** The resize that another spec of a bound pod begins, or changes; null if it asks for what is there. */
export const resizeUnder = (pod: PodState, next: PodSpec): PodResize | null => {
  const { resize } = pod.runtime;
  const had = resourcesIn(specOf(pod));
  if (pod.binding === null || (resize === null && isSameValue(had, resourcesIn(next)))) return resize;
  const { allocated, actual } = resize ?? { allocated: had, actual: had };
  return podResize(next, { allocated, actual, pending: null });
};

/** The spec with what the kubelet has set aside: what it goes by itself, whatever more is asked for. */
export const allocatedSpec = (pod: PodState): PodSpec => {
  const spec = specOf(pod);
  const { resize } = pod.runtime;
  if (resize === null) return spec;
  const first = spec.initContainers.length;
  const withOwn = (container: Container, ix: number): Container => ({
    ...container,
    resources: resize.allocated[ix] ?? container.resources,
  });
  return {
    ...spec,
    initContainers: spec.initContainers.map(withOwn),
    containers: spec.containers.map((container, i) => withOwn(container, first + i)),
  };
};

/** The kubelet has nothing, or something else, set aside than the spec asks for. */
export const awaitsAllocation = (pod: PodState): boolean => {
  const { resize } = pod.runtime;
  return resize !== null && !isSameValue(resourcesIn(specOf(pod)), resize.allocated);
};

/** The container runs with other resources than are set aside for it. */
export const isToBeResized = (pod: PodState, ix: number): boolean => {
  const { resize } = pod.runtime;
  if (resize === null || runtimeAt(pod, ix).current?.state !== "running") return false;
  return !isSameValue(resize.allocated[ix], resize.actual[ix]);
};

/** Whether that takes a restart: one of the resources that differ says so. */
export const resizeRestarts = (pod: PodState, ix: number): boolean => {
  const { resize } = pod.runtime;
  const [to, from] = [resize?.allocated[ix], resize?.actual[ix]];
  return (containerAt(specOf(pod), ix).resizePolicy ?? []).some(
    ({ resourceName: name, restartPolicy }) =>
      restartPolicy === "RestartContainer" &&
      (to?.requests[name] !== from?.requests[name] || to?.limits[name] !== from?.limits[name]),
  );
};

/** What Events say of a resize: the containers with what they are to have. */
export const resizeText = (pod: PodState, resources: readonly ResourceRequirements[], error = ""): string => {
  const spec = specOf(pod);
  const containers = resources.flatMap(({ requests, limits }, ix) => {
    if (Object.keys(requests).length + Object.keys(limits).length === 0) return [];
    const shown = {
      ...(Object.keys(limits).length === 0 ? {} : { limits }),
      ...(Object.keys(requests).length === 0 ? {} : { requests }),
    };
    return [{ name: containerAt(spec, ix).name, resources: shown }];
  });
  const { generation } = pod.identity;
  return JSON.stringify({ containers, generation, ...(error === "" ? {} : { error }) });
};
