// Addressing the containers of a pod by one dense index: init containers in spec order, then regular containers.
import type { Container, PodSpec } from "../api/pod.js";

export const containerCount = (spec: PodSpec): number => spec.initContainers.length + spec.containers.length;

/** The container at `ix` (0 <= ix < containerCount). */
export const containerAt = (spec: PodSpec, ix: number): Container => {
  const init = spec.initContainers;
  const container = ix < init.length ? init[ix] : spec.containers[ix - init.length];
  if (container === undefined) throw new RangeError(`no container ${ix} in a pod of ${containerCount(spec)}`);
  return container;
};

export const isInitIx = (spec: PodSpec, ix: number): boolean => ix < spec.initContainers.length;

/** An init container with restartPolicy Always. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === "Always";

/** Index of the named container, -1 if there is none. */
export const containerIxOf = (spec: PodSpec, name: string): number => {
  const init = spec.initContainers.findIndex((c) => c.name === name);
  if (init >= 0) return init;
  const regular = spec.containers.findIndex((c) => c.name === name);
  return regular < 0 ? -1 : spec.initContainers.length + regular;
};

/** What an Event's involvedObject.fieldPath says of the container (kubelet events name the container they are about). */
export const fieldPathOf = (spec: PodSpec, ix: number): string =>
  `spec.${isInitIx(spec, ix) ? "initContainers" : "containers"}{${containerAt(spec, ix).name}}`;
