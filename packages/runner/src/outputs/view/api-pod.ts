// Which part of a pod's state a client of the API server sees.
import { sameStatus } from "@podsim/core";
import type { PodState, PodStatus } from "@podsim/core";

/** Like core's, but the times of conditions count, and containers that were written anew are different ones. */
const showsSame = (a: PodStatus, b: PodStatus): boolean =>
  a === b ||
  (a.initContainerStatuses === b.initContainerStatuses &&
    a.containerStatuses === b.containerStatuses &&
    a.ephemeralContainerStatuses === b.ephemeralContainerStatuses &&
    sameStatus(a, b) &&
    a.conditions.every(({ lastTransitionUs }, k) => lastTransitionUs === b.conditions[k]?.lastTransitionUs));

const sameDeletion = (a: PodState["deletion"], b: PodState["deletion"]): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.deletionTimestampUs === b.deletionTimestampUs &&
    a.graceSeconds === b.graceSeconds &&
    a.isObserved === b.isObserved);

/**
 * Whether the API server shows the same object for both states, so that no watch event is sent: what is only true on the
 * node does not count, and a write of what is there already changes nothing.
 */
export const isSameApiPod = (a: PodState, b: PodState): boolean =>
  a === b ||
  (a.binding === b.binding &&
    a.identity === b.identity &&
    sameDeletion(a.deletion, b.deletion) &&
    showsSame(a.status, b.status));
