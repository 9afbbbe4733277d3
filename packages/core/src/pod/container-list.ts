// Addressing the containers of a pod by one dense index: init containers in spec order, then regular containers, then
// ephemeral ones in the order in which they came.
import type { Container, PodSpec } from "../api/pod.js";

/** Index of the first ephemeral container: one past the last regular one. */
export const ephemeralStart = (spec: PodSpec): number => spec.initContainers.length + spec.containers.length;

/** Of all kinds. Whoever asks about the pod's own containers alone stops at ephemeralStart. */
export const containerCount = (spec: PodSpec): number => ephemeralStart(spec) + (spec.ephemeralContainers?.length ?? 0);

/** The container at `ix` (0 <= ix < containerCount). */
export const containerAt = (spec: PodSpec, ix: number): Container => {
  const init = spec.initContainers;
  const container =
    ix < init.length
      ? init[ix]
      : (spec.containers[ix - init.length] ?? spec.ephemeralContainers?.[ix - ephemeralStart(spec)]);
  if (container === undefined) throw new RangeError(`no container ${ix} in a pod of ${containerCount(spec)}`);
  return container;
};

export const isEphemeralIx = (spec: PodSpec, ix: number): boolean => ix >= ephemeralStart(spec);

export const isInitIx = (spec: PodSpec, ix: number): boolean => ix < spec.initContainers.length;

/** An init container with restartPolicy Always. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === "Always";

/** Index of the named container, -1 if there is none. */
export const containerIxOf = (spec: PodSpec, name: string): number => {
  const init = spec.initContainers.findIndex((c) => c.name === name);
  if (init >= 0) return init;
  const regular = spec.containers.findIndex((c) => c.name === name);
  if (regular >= 0) return spec.initContainers.length + regular;
  const ephemeral = spec.ephemeralContainers?.findIndex((c) => c.name === name) ?? -1;
  return ephemeral < 0 ? -1 : ephemeralStart(spec) + ephemeral;
};

const listNameOf = (spec: PodSpec, ix: number): string => {
  if (isInitIx(spec, ix)) return "initContainers";
  return isEphemeralIx(spec, ix) ? "ephemeralContainers" : "containers";
};

/** What an Event's involvedObject.fieldPath says of the container (kubelet events name the container they are about). */
export const fieldPathOf = (spec: PodSpec, ix: number): string =>
  `spec.${listNameOf(spec, ix)}{${containerAt(spec, ix).name}}`;
