// How long a Job waits before it replaces failed pods: 10 s after the first failure, twice as long after each next one.
import type { PodState } from "../pod/pod-state.js";
import { findCondition } from "../pod/pod-state.js";
import type { Duration, SimTime } from "../time.js";
import { NOT_YET, SECOND } from "../time.js";

const BACK_OFF_MIN_US: Duration = 10 * SECOND;
const BACK_OFF_MAX_US: Duration = 600 * SECOND;

/** Failures in a row, over the whole Job. */
export interface FailureRecord {
  /** Since the last success. */
  readonly failures: number;
  /** When the last of them ended, in whole seconds; -1 without any. */
  readonly lastFailureUs: SimTime;
}

export const NO_FAILURES: FailureRecord = { failures: 0, lastFailureUs: -1 };

const wholeSecond = (at: SimTime): SimTime => Math.floor(at / SECOND) * SECOND;

const containersFinishedUs = ({ status }: PodState): SimTime | null => {
  let last: SimTime | null = null;
  for (const { state } of status.containerStatuses) {
    if (state.kind !== "terminated" || state.finishedAtUs === NOT_YET) return null;
    last = Math.max(last ?? state.finishedAtUs, state.finishedAtUs);
  }
  return last;
};

/** When the pod ended: its last container, else since when it is not ready, else its deletion, else its creation. */
export const podFinishedUs = (pod: PodState): SimTime => {
  const finished = containersFinishedUs(pod);
  if (finished !== null) return wholeSecond(finished);
  const ready = findCondition(pod.status, "Ready");
  if (ready?.status === "False" && ready.lastTransitionUs !== 0) return ready.lastTransitionUs;
  return wholeSecond(pod.deletion?.requestedAtUs ?? pod.identity.createdAtUs);
};

const lastOf = (pods: readonly PodState[]): SimTime =>
  pods.reduce((last, pod) => Math.max(last, podFinishedUs(pod)), 0);

/** The record after pods that ended since it was made: a success forgets the failures before it. */
export const withFinished = (
  record: FailureRecord,
  succeeded: readonly PodState[],
  failed: readonly PodState[],
): FailureRecord => {
  if (succeeded.length === 0) {
    if (failed.length === 0) return record;
    return { failures: record.failures + failed.length, lastFailureUs: lastOf(failed) };
  }
  const lastSuccessUs = lastOf(succeeded);
  const after = failed.filter((pod) => podFinishedUs(pod) > lastSuccessUs);
  return after.length === 0 ? NO_FAILURES : { failures: after.length, lastFailureUs: lastOf(after) };
};

/** How long from `now` until the next pod may be created; 0 = at once. */
export const remainingBackOff = ({ failures, lastFailureUs }: FailureRecord, now: SimTime): Duration => {
  if (failures === 0) return 0;
  const backOffUs = Math.min(BACK_OFF_MAX_US, BACK_OFF_MIN_US * 2 ** (failures - 1));
  return Math.max(0, lastFailureUs + backOffUs - now);
};
