// Setting one condition of a pod status, as every writer of conditions does it.
import type { SimTime } from "../time.js";
import { SECOND } from "../time.js";
import type { PodCondition, PodStatus } from "./pod-state.js";

/** lastTransitionUs moves only when the status value changes, and is in whole seconds as the API keeps it. */
export const replaceCondition = (
  status: PodStatus,
  next: Omit<PodCondition, "lastTransitionUs">,
  at: SimTime,
): PodStatus => {
  const conditions: PodCondition[] = [];
  let lastTransitionUs = Math.floor(at / SECOND) * SECOND;
  let place = -1;
  for (const old of status.conditions) {
    if (old.type === next.type) {
      place = conditions.length;
      if (old.status === next.status) lastTransitionUs = old.lastTransitionUs;
    }
    conditions.push(old);
  }
  const condition: PodCondition = {
    type: next.type,
    status: next.status,
    reason: next.reason,
    message: next.message,
    lastTransitionUs,
  };
  if (place < 0) conditions.push(condition);
  else conditions[place] = condition;
  return {
    phase: status.phase,
    reason: status.reason,
    message: status.message,
    startTimeUs: status.startTimeUs,
    podIP: status.podIP,
    nominatedNodeName: status.nominatedNodeName,
    conditions,
    initContainerStatuses: status.initContainerStatuses,
    containerStatuses: status.containerStatuses,
    ephemeralContainerStatuses: status.ephemeralContainerStatuses,
  };
};
