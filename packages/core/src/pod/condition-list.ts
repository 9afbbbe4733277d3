// Setting one condition of a pod status, as every writer of conditions does it.
import type { SimTime } from "../time.js";
import { SECOND } from "../time.js";
import type { PodCondition, PodStatus } from "./pod-state.js";
import { findCondition } from "./pod-state.js";

/**
 * lastTransitionUs moves only when the status value changes, and is in whole seconds as the API keeps it. `status` itself
 * when it says so already.
 */
export const replaceCondition = (
  status: PodStatus,
  next: Omit<PodCondition, "lastTransitionUs">,
  at: SimTime,
): PodStatus => {
  const old = findCondition(status, next.type);
  const hasTurned = old?.status !== next.status;
  if (!hasTurned && old?.reason === next.reason && old.message === next.message) return status;
  const condition: PodCondition = {
    type: next.type,
    status: next.status,
    reason: next.reason,
    message: next.message,
    lastTransitionUs: hasTurned || old === undefined ? Math.floor(at / SECOND) * SECOND : old.lastTransitionUs,
  };
  const { conditions: listed } = status;
  const conditions = old === undefined ? [...listed, condition] : listed.with(listed.indexOf(old), condition);
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
