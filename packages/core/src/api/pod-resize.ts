// What of a pod's resources may change while it runs, and the words in which the API server refuses the rest.
import { isSidecar } from "../pod/container-list.js";
import { qosClass } from "../pod/qos.js";
import type { ResourceList } from "./meta.js";
import type { Container, PodSpec } from "./pod.js";
import { isSameValue } from "./same-value.js";

const RESIZABLE: ReadonlySet<string> = new Set(["cpu", "memory"]);
const ONLY = "only cpu and memory resources are mutable";

const withoutResizable = (list: ResourceList): ResourceList =>
  Object.fromEntries(Object.entries(list).filter(([name]) => !RESIZABLE.has(name)));

const listObjections = (at: string, side: "requests" | "limits", old: ResourceList, next: ResourceList): string[] => {
  const objections: string[] = [];
  if (!isSameValue(withoutResizable(old), withoutResizable(next))) objections.push(`${at}.${side}: Forbidden: ${ONLY}`);
  const gone = Object.keys(old).find((name) => RESIZABLE.has(name) && !Object.hasOwn(next, name));
  if (gone !== undefined) objections.push(`${at}.${side}: Forbidden: resource ${side} cannot be removed`);
  return objections;
};

const containerObjections = (at: string, old: Container, next: Container): readonly string[] => [
  ...listObjections(`${at}.resources`, "limits", old.resources.limits, next.resources.limits),
  ...listObjections(`${at}.resources`, "requests", old.resources.requests, next.resources.requests),
];

const withResourcesOf = (containers: readonly Container[], old: readonly Container[]): readonly Container[] =>
  containers.map((container, i) => ({ ...container, resources: old[i]?.resources ?? container.resources }));

/** Why `next` cannot be asked of the resize subresource of a pod with spec `old`; none if it can. */
export const podResizeObjections = (old: PodSpec, next: PodSpec): readonly string[] => {
  if (old.resources !== undefined) return ["spec: Forbidden: pods with pod-level resources cannot be resized"];
  for (const list of ["containers", "initContainers"] as const) {
    if (old[list].length !== next[list].length) {
      return [`spec.${list}: Forbidden: containers may not be added or removed on resize`];
    }
  }
  const objections: string[] = [];
  for (const list of ["containers", "initContainers"] as const) {
    for (const [i, container] of next[list].entries()) {
      const before = old[list][i];
      if (before === undefined || isSameValue(before.resources, container.resources)) continue;
      const at = `spec.${list}[${i}]`;
      if (list === "initContainers" && !isSidecar(before)) {
        objections.push(`${at}: Forbidden: only sidecar containers can be resized`);
      } else objections.push(...containerObjections(at, before, container));
    }
  }
  const [before, after] = [qosClass(old), qosClass(next)];
  if (before !== after) {
    objections.push(`metadata: Invalid value: "${after}": Pod QOS Class may not change as a result of resizing`);
  }
  const rest = {
    ...next,
    containers: withResourcesOf(next.containers, old.containers),
    initContainers: withResourcesOf(next.initContainers, old.initContainers),
  };
  return isSameValue(rest, old) ? objections : [...objections, `spec: Forbidden: ${ONLY}`];
};
