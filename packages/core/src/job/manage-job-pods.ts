// Which pods of a Job that goes on are deleted, and which are created, and what that waits for.
import type { PodState } from "../pod/pod-state.js";
import type { Duration } from "../time.js";
import { countsAsFailure } from "./failure-policy.js";
import { NO_FAILURES, podFinishedUs, remainingBackOff } from "./failure-back-off.js";
import { lowestMissing, mergeIndexes, NO_INDEXES, withIndexes } from "./index-set.js";
import { completionIndex, indexFailures, isIndexed } from "./job-pods.js";
import type { IndexFailures } from "./job-pods.js";
import { inRemovalOrder } from "./removal-order.js";
import { allFailures, hasValidIndex, isLeaving, replacesOnlyFailed } from "./survey-job.js";
import type { Situation } from "./survey-job.js";
import { wantedActive } from "./wanted-active.js";

/** At most so many creations, or deletions, in one sync. */
const PER_SYNC_MAX = 500;

/** A pod to create: its index and what failed before it there; null = pods of this Job have no index. */
export interface WantedPod {
  readonly index: number | null;
  readonly failures: IndexFailures | null;
}

/** What is done about the number of pods while the Job goes on. */
export interface Management {
  readonly deleted: readonly PodState[];
  readonly created: readonly WantedPod[];
  readonly waitUs: Duration | null;
}

export const NOTHING: Management = { deleted: [], created: [], waitUs: null };

/** Pods beyond the number wanted, and of indexed ones those whose index is no longer wanted or is there twice. */
const surplusPods = ({ job, active }: Situation, atLeast: number): readonly PodState[] => {
  const { spec } = job.object;
  if (!isIndexed(spec)) return inRemovalOrder(active).slice(0, atLeast);
  const kept = new Set<number>();
  const removed: PodState[] = [];
  const left: PodState[] = [];
  for (const pod of [...inRemovalOrder(active)].reverse()) {
    const index = completionIndex(pod);
    const isKept = hasValidIndex(pod, spec) && !kept.has(index);
    kept.add(index);
    (isKept ? left : removed).push(pod);
  }
  if (removed.length >= atLeast) return removed;
  return [...removed, ...inRemovalOrder(left).slice(0, atLeast - removed.length)];
};

const pendingIndexes = (situation: Situation, count: number): readonly number[] => {
  const { job, active, pods, succeededIndexes, failedIndexes } = situation;
  const { spec } = job.object;
  let taken = withIndexes(
    succeededIndexes,
    active.map(completionIndex).filter((index) => index >= 0),
  );
  if (replacesOnlyFailed(spec)) {
    const leaving = pods.filter(isLeaving);
    taken = withIndexes(
      taken,
      leaving.map(({ pod }) => completionIndex(pod)).filter((index) => index >= 0),
    );
  }
  return lowestMissing(mergeIndexes(taken, failedIndexes ?? NO_INDEXES), count, spec.completions ?? 0);
};

const failuresBefore = ({ job }: Situation, failed: PodState | undefined): IndexFailures => {
  if (failed === undefined) return { counted: 0, ignored: 0 };
  const { counted, ignored } = indexFailures(failed);
  return countsAsFailure(job.object.spec, failed)
    ? { counted: counted + 1, ignored }
    : { counted, ignored: ignored + 1 };
};

/** The indexes that are to be tried now; where none is, how long until the first. */
const manageIndexes = (situation: Situation, count: number): Management => {
  const { now, awaited, failedIndexes } = situation;
  const indexes = pendingIndexes(situation, count);
  if (failedIndexes === null) return { ...NOTHING, created: indexes.map((index) => ({ index, failures: null })) };
  let waitUs = Infinity;
  const created: WantedPod[] = [];
  for (const index of indexes) {
    const failed = awaited.get(index);
    const record =
      failed === undefined ? NO_FAILURES : { failures: allFailures(failed) + 1, lastFailureUs: podFinishedUs(failed) };
    const remaining = remainingBackOff(record, now);
    if (remaining > 0) waitUs = Math.min(waitUs, remaining);
    else created.push({ index, failures: failuresBefore(situation, failed) });
  }
  return created.length > 0 || waitUs === Infinity ? { ...NOTHING, created } : { ...NOTHING, waitUs };
};

export const manageJobPods = (situation: Situation): Management => {
  const { job, active, succeeded, now, record, terminating, failedIndexes } = situation;
  const { spec } = job.object;
  if (spec.suspend) return { ...NOTHING, deleted: active };
  const wanted = wantedActive(spec, active.length, succeeded);
  const surplus = surplusPods(situation, Math.max(0, active.length - wanted)).slice(0, PER_SYNC_MAX);
  if (surplus.length > 0) return { ...NOTHING, deleted: surplus };
  const missing = wanted - active.length - (replacesOnlyFailed(spec) ? terminating : 0);
  if (missing <= 0) return NOTHING;
  const waitUs = failedIndexes === null ? remainingBackOff(record, now) : 0;
  if (waitUs > 0) return { ...NOTHING, waitUs };
  const count = Math.min(missing, PER_SYNC_MAX);
  if (isIndexed(spec)) return manageIndexes(situation, count);
  return { ...NOTHING, created: Array.from({ length: count }, () => ({ index: null, failures: null })) };
};
