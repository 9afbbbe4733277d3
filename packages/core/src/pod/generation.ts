// The generations of a pod's object: its newest, and the newest that those who write its status have seen.
import { NOT_YET } from "../time.js";
import type { PodCondition, PodState } from "./pod-state.js";

/** metadata.generation: versions of the spec, and one more for the deletion. */
export const generationOf = ({ identity, deletion }: PodState): number =>
  identity.generation + (deletion === null ? 0 : 1);

/**
 * status.observedGeneration: the newest the kubelet has reported on; null before its first report. Of another spec it
 * hears at once, unless it is cut off.
 */
export const observedGenerationOf = ({ identity, deletion, status, kubeletCopy }: PodState): number | null => {
  if (status.startTimeUs === NOT_YET) return null;
  const { generation } = kubeletCopy === null ? identity : kubeletCopy.identity;
  return generation + (deletion?.isObserved === true ? 1 : 0);
};

/** Those the kubelet writes anew with each report. */
const OF_THE_KUBELET: ReadonlySet<string> = new Set([
  "ContainersReady",
  "Initialized",
  "PodReadyToStartContainers",
  "PodResizeInProgress",
  "PodResizePending",
  "PodScheduled",
  "Ready",
]);

/** A condition's observedGeneration; null of one that somebody outside Kubernetes keeps. */
export const conditionGenerationOf = (pod: PodState, { type }: PodCondition): number | null => {
  // Whoever disrupts a pod says so before it deletes it.
  if (type === "DisruptionTarget") return pod.identity.generation;
  return OF_THE_KUBELET.has(type) ? (observedGenerationOf(pod) ?? pod.identity.generation) : null;
};
