// What a Job's pods amount to at an instant: which are active, what has ended since they were last counted.
import type { JobSpec } from "../api/job.js";
import type { PodState } from "../pod/pod-state.js";
import { isActive, isTerminalPhase } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import { countsAsFailure, judgeFailure } from "./failure-policy.js";
import { NO_FAILURES, podFinishedUs, withFinished } from "./failure-back-off.js";
import type { FailureRecord } from "./failure-back-off.js";
import type { IndexSet } from "./index-set.js";
import { countIndexes, hasIndex, mergeIndexes, NO_INDEXES, parseIndexes, withIndexes } from "./index-set.js";
import { completionIndex, indexFailures, isIndexed } from "./job-pods.js";
import type { JobState } from "./job-state.js";
import { NOT_YET } from "../time.js";

/** A pod of the Job, as the controller knows it. */
export interface JobPod {
  readonly pod: PodState;
  /** Whether the Job still has to count it. */
  readonly isTracked: boolean;
  /** Whether the object would be gone already, if it had not to be counted. */
  readonly isGone: boolean;
}

/** What is known of the pods before anything is decided. */
export interface Situation {
  readonly job: JobState;
  readonly now: SimTime;
  readonly pods: readonly JobPod[];
  readonly active: readonly PodState[];
  readonly startTimeUs: SimTime;
  readonly succeeded: number;
  readonly failed: number;
  readonly terminating: number;
  readonly record: FailureRecord;
  readonly succeededIndexes: IndexSet;
  /** null unless failures are counted by index. */
  readonly failedIndexes: IndexSet | null;
  /** The last failed pod of each index that has no other: its replacement has to know its count. */
  readonly awaited: ReadonlyMap<number, PodState>;
}

export const replacesOnlyFailed = ({ podReplacementPolicy, podFailurePolicy }: JobSpec): boolean =>
  podReplacementPolicy === "Failed" || podFailurePolicy !== undefined;

/** Being deleted, and not at its end. */
export const isLeaving = ({ pod, isGone }: JobPod): boolean =>
  !isGone && pod.deletion !== null && !isTerminalPhase(pod.status.phase);

/** A pod that is on its way out counts as failed, unless the Job waits for pods to end. */
export const isFailed = ({ pod, isGone }: JobPod, spec: JobSpec): boolean => {
  if (pod.status.phase === "Failed") return true;
  if (pod.status.phase === "Succeeded") return false;
  return isGone || (pod.deletion !== null && !replacesOnlyFailed(spec));
};

export const hasValidIndex = (pod: PodState, { completions = 0 }: JobSpec): boolean => {
  const index = completionIndex(pod);
  return index >= 0 && index < completions;
};

const isIndexFailed = (each: JobPod, spec: JobSpec): boolean => {
  if (!isFailed(each, spec)) return false;
  const { action } = judgeFailure(spec, each.pod);
  if (action === "FailIndex") return true;
  return action !== "Ignore" && indexFailures(each.pod).counted >= (spec.backoffLimitPerIndex ?? 0);
};

export const allFailures = (pod: PodState): number => indexFailures(pod).counted + indexFailures(pod).ignored;

const awaitedPods = (
  tracked: readonly JobPod[],
  active: readonly PodState[],
  done: IndexSet,
  spec: JobSpec,
): ReadonlyMap<number, PodState> => {
  const running = new Set(active.map(completionIndex));
  const awaited = new Map<number, PodState>();
  for (const each of tracked) {
    const { pod } = each;
    if (!isFailed(each, spec) || !hasValidIndex(pod, spec)) continue;
    const index = completionIndex(pod);
    if (running.has(index) || hasIndex(done, index)) continue;
    const other = awaited.get(index);
    const isLater =
      other === undefined || (allFailures(other) <= allFailures(pod) && podFinishedUs(pod) >= podFinishedUs(other));
    if (isLater) awaited.set(index, pod);
  }
  return awaited;
};

/** `pods` in order of creation. */
export const surveyJob = (job: JobState, pods: readonly JobPod[], now: SimTime): Situation => {
  const { spec } = job.object;
  const { status } = job;
  const completions = spec.completions ?? 0;
  const active = pods.filter(({ pod, isGone }) => !isGone && isActive(pod)).map(({ pod }) => pod);
  const tracked = pods.filter(({ isTracked }) => isTracked);
  const valid = isIndexed(spec) ? tracked.filter(({ pod }) => hasValidIndex(pod, spec)) : tracked;
  const succeeded = valid.filter(({ pod }) => pod.status.phase === "Succeeded").map(({ pod }) => pod);
  const failed = valid.filter((each) => isFailed(each, spec)).map(({ pod }) => pod);
  const succeededIndexes = isIndexed(spec)
    ? withIndexes(parseIndexes(status.completedIndexes, completions), succeeded.map(completionIndex))
    : NO_INDEXES;
  const failedIndexes =
    spec.backoffLimitPerIndex === undefined
      ? null
      : withIndexes(
          parseIndexes(status.failedIndexes ?? "", completions),
          valid.filter((each) => isIndexFailed(each, spec)).map(({ pod }) => completionIndex(pod)),
        );
  return {
    job,
    now,
    pods,
    active,
    startTimeUs: status.startTimeUs === NOT_YET && !spec.suspend ? now : status.startTimeUs,
    succeeded: isIndexed(spec) ? countIndexes(succeededIndexes) : status.succeeded + succeeded.length,
    failed: status.failed + failed.filter((pod) => countsAsFailure(spec, pod)).length,
    terminating: pods.filter(isLeaving).length,
    record: failedIndexes === null ? withFinished(status.record, succeeded, failed) : NO_FAILURES,
    succeededIndexes,
    failedIndexes,
    awaited:
      failedIndexes === null
        ? new Map()
        : awaitedPods(tracked, active, mergeIndexes(succeededIndexes, failedIndexes), spec),
  };
};
