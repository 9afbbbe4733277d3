// What a DELETE of a pod does: how long it may still run, and by when it should be gone.
import type { SimTime } from "../time.js";
import { SECOND } from "../time.js";
import { isTerminalPhase, specOf } from "./pod-state.js";
import type { PodState } from "./pod-state.js";

export interface PodDeletionTerms {
  /** 0 = the object goes at once. */
  readonly graceSeconds: number;
  readonly deletionTimestampUs: SimTime;
}

const firstDeletion = (pod: PodState, now: SimTime, asked: number): PodDeletionTerms => {
  const needsNone = pod.binding === null || isTerminalPhase(pod.status.phase);
  const graceSeconds = needsNone ? 0 : asked < 0 ? 1 : asked;
  return { graceSeconds, deletionTimestampUs: now + graceSeconds * SECOND };
};

/**
 * The terms on which a pod is deleted at `now` when `graceSeconds` are asked for (null = the pod's own; negative = 1);
 * null when nothing changes. A pod that is being deleted already can only be given less time, counted from the first
 * request; if that time is over, one second.
 */
export const deletionOf = (pod: PodState, now: SimTime, graceSeconds: number | null): PodDeletionTerms | null => {
  const { deletion } = pod;
  if (deletion === null) return firstDeletion(pod, now, graceSeconds ?? specOf(pod).terminationGracePeriodSeconds);
  if (graceSeconds === null) return null;
  const asked = graceSeconds < 0 ? 1 : graceSeconds;
  if (asked >= deletion.graceSeconds) return null;
  if (asked === 0) return { graceSeconds: 0, deletionTimestampUs: now };
  const deletionTimestampUs = deletion.requestedAtUs + asked * SECOND;
  return deletionTimestampUs < now
    ? { graceSeconds: 1, deletionTimestampUs: now }
    : { graceSeconds: asked, deletionTimestampUs };
};

/** Somebody wants to do something before the pod's object goes: it stays until its last finalizer is taken away. */
export const isHeldByFinalizers = (pod: PodState): boolean =>
  (pod.identity.template.metadata.finalizers ?? []).length > 0;
