// Small steps on the runtime part of a pod: replacing one container, opening and closing its records.
import type { PodSpec } from "../api/pod.js";
import { containerAt, containerCount } from "./container-list.js";
import type {
  ContainerRecord,
  ContainerRuntime,
  PodRuntime,
  PodState,
  StartFailure,
  StoredProbes,
} from "./pod-state.js";
import { withRuntime } from "./pod-state.js";

const NO_PROBES: StoredProbes = { startup: "unknown", liveness: "unknown", readiness: "unknown" };

/** What a new instance starts with: liveness innocent, readiness and startup still to be shown. */
export const INITIAL_PROBES: StoredProbes = { startup: "unknown", liveness: "success", readiness: "failure" };

export const NEVER_STARTED: ContainerRuntime = {
  current: null,
  previous: null,
  failure: null,
  restartBackOff: null,
  probes: NO_PROBES,
};

export const runtimeAt = (pod: PodState, ix: number): ContainerRuntime => pod.runtime.containers[ix] ?? NEVER_STARTED;

/** The newest record of the container if it was made in the sandbox the pod has now; null = there is none. */
export const activeRecord = (pod: PodState, ix: number): ContainerRecord | null => {
  const { state, attempt } = pod.runtime.sandbox;
  const { current } = runtimeAt(pod, ix);
  return state === "ready" && current?.sandbox === attempt ? current : null;
};

export const replaceContainer = (pod: PodState, ix: number, container: ContainerRuntime): PodState => {
  const containers = pod.runtime.containers.slice();
  containers[ix] = container;
  const { sandbox, imageBackOff, failure, resize } = pod.runtime;
  const runtime: PodRuntime = { sandbox, containers, imageBackOff, failure, resize };
  return withRuntime(pod, runtime);
};

/** Replaces the newest record of the container, if it has one. */
export const updateRecord = (
  pod: PodState,
  ix: number,
  update: (record: ContainerRecord) => ContainerRecord,
): PodState => {
  const c = runtimeAt(pod, ix);
  if (c.current === null) return pod;
  return replaceContainer(pod, ix, {
    current: update(c.current),
    previous: c.previous,
    failure: c.failure,
    restartBackOff: c.restartBackOff,
    probes: c.probes,
  });
};

export const withFailure = (pod: PodState, ix: number, failure: StartFailure | null): PodState => {
  const c = runtimeAt(pod, ix);
  return replaceContainer(pod, ix, {
    current: c.current,
    previous: c.previous,
    failure,
    restartBackOff: c.restartBackOff,
    probes: c.probes,
  });
};

/** The containers of a pod whose kubelet hears of another spec: back-offs are kept by image, one with another begins anew. */
export const containersUnder = (
  containers: readonly ContainerRuntime[],
  old: PodSpec,
  next: PodSpec,
): readonly ContainerRuntime[] =>
  Array.from({ length: containerCount(next) }, (_, ix) => {
    const c = containers[ix] ?? NEVER_STARTED;
    if (ix >= containerCount(old) || containerAt(old, ix).image === containerAt(next, ix).image) return c;
    return { ...c, restartBackOff: null };
  });
