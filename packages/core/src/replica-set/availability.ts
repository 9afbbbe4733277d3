// When a ready pod counts as available: once it has been ready for minReadySeconds.
import { findCondition } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import { NOT_YET, SECOND } from "../time.js";

/** Since when the pod is Ready, in whole seconds as its condition says; -1 = it is not. */
export const readySinceUs = (pod: PodState): SimTime => {
  const ready = findCondition(pod.status, "Ready");
  return ready?.status === "True" ? ready.lastTransitionUs : NOT_YET;
};

/** With minReadySeconds, the time that long after the condition's has to be past, not just reached. */
export const isAvailable = (pod: PodState, minReadySeconds: number, now: SimTime): boolean => {
  const since = readySinceUs(pod);
  return since !== NOT_YET && (minReadySeconds === 0 || since + minReadySeconds * SECOND < now);
};

/** When a controller looks again at a pod that is ready since `since`: a second is added against clocks that differ. */
export const availabilityCheckUs = (since: SimTime, minReadySeconds: number): SimTime =>
  since + (minReadySeconds + 1) * SECOND;
