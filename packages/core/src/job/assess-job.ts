// One look of the job controller at a Job and its pods: what has ended, whether the Job has, which pods go, which come.
import type { PodIx } from "../ids.js";
import type { PodState } from "../pod/pod-state.js";
import { isReady } from "../pod/pod-state.js";
import type { Duration, SimTime } from "../time.js";
import { SECOND } from "../time.js";
import { countsAsFailure } from "./failure-policy.js";
import type { IndexSet } from "./index-set.js";
import { countIndexes, formatIndexes, NO_INDEXES, parseIndexes, withIndexes } from "./index-set.js";
import { completionIndex, isIndexed } from "./job-pods.js";
import { outcomeOf, remainingActive, succeeding, written } from "./job-outcome.js";
import type { Finding } from "./job-outcome.js";
import type { JobState, JobStatus } from "./job-state.js";
import { manageJobPods, NOTHING } from "./manage-job-pods.js";
import type { WantedPod } from "./manage-job-pods.js";
import { hasValidIndex, isFailed, surveyJob } from "./survey-job.js";
import type { JobPod, Situation } from "./survey-job.js";

/** At most so many pods are counted in one sync. */
const COUNTED_MAX = 500;

export interface Assessment {
  readonly status: JobStatus;
  /** In the order of writing. */
  readonly conditions: readonly Finding[];
  readonly released: readonly PodIx[];
  readonly deleted: readonly PodState[];
  readonly created: readonly WantedPod[];
  /** When to look again though nothing happens; null = no need. */
  readonly againAfterUs: Duration | null;
}

/** Pods that are counted in this sync, and what they add up to. */
interface Counted {
  readonly released: readonly PodIx[];
  readonly succeeded: number;
  readonly failed: number;
  readonly succeededIndexes: IndexSet;
  readonly isAll: boolean;
}

const canRelease = (each: JobPod, situation: Situation, outcome: Finding | null): boolean => {
  const { pod } = each;
  if (outcome !== null || pod.status.phase === "Succeeded") return true;
  if (!isFailed(each, situation.job.object.spec)) return false;
  return situation.awaited.get(completionIndex(pod)) !== pod;
};

const countEnded = (situation: Situation, outcome: Finding | null, letGo: ReadonlySet<PodIx>): Counted => {
  const { job, pods } = situation;
  const { spec } = job.object;
  const released: PodIx[] = [...letGo];
  const indexes: number[] = [];
  let { succeeded, failed } = job.status;
  let isAll = true;
  for (const each of pods) {
    const { pod } = each;
    if (!each.isTracked || letGo.has(pod.identity.ix) || !canRelease(each, situation, outcome)) continue;
    if (released.length >= COUNTED_MAX + letGo.size) {
      isAll = false;
      break;
    }
    released.push(pod.identity.ix);
    const isValid = !isIndexed(spec) || hasValidIndex(pod, spec);
    if (pod.status.phase === "Succeeded") {
      if (isIndexed(spec) && isValid) indexes.push(completionIndex(pod));
      succeeded += 1;
    } else if (isFailed(each, spec) || (outcome !== null && outcome.type !== "SuccessCriteriaMet")) {
      if (isValid && countsAsFailure(spec, pod)) failed += 1;
    }
  }
  const completions = spec.completions ?? 0;
  const succeededIndexes = isIndexed(spec)
    ? withIndexes(parseIndexes(job.status.completedIndexes, completions), indexes)
    : NO_INDEXES;
  return {
    released,
    succeeded: isIndexed(spec) ? countIndexes(succeededIndexes) : succeeded,
    failed,
    succeededIndexes,
    isAll,
  };
};

const suspension = ({ job }: Situation): Finding | null => {
  const old = job.conditions.find(({ type }) => type === "Suspended");
  if (job.object.spec.suspend) {
    if (old?.status === "True") return null;
    return { type: "Suspended", status: "True", reason: "JobSuspended", message: "Job suspended" };
  }
  if (old === undefined || old.status === "False") return null;
  return { type: "Suspended", status: "False", reason: "JobResumed", message: "Job resumed" };
};

/** The last word, once the condition that announces it is written and no pod is still on its way out. */
const finalOf = ({ type, reason, message }: Finding): Finding => ({
  type: type === "SuccessCriteriaMet" ? "Complete" : "Failed",
  status: "True",
  reason,
  message,
});

const readyCount = (pods: readonly PodState[]): number => pods.filter(isReady).length;

const isDoneWell = ({ job, succeeded }: Situation, active: number): boolean => {
  const { completions } = job.object.spec;
  return active === 0 && (completions === undefined ? succeeded > 0 : succeeded >= completions);
};

const NO_PODS: ReadonlySet<PodIx> = new Set();
const EARLIEST_RETRY_US: Duration = SECOND;

/** `pods` in order of creation; those that are not tracked and gone are not among them. */
export const assessJob = (job: JobState, pods: readonly JobPod[], now: SimTime): Assessment => {
  const situation = surveyJob(job, pods, now);
  const { active, terminating } = situation;
  let outcome = outcomeOf(situation);
  const management = outcome === null ? manageJobPods(situation) : { ...NOTHING, deleted: active };
  const { deleted, created, waitUs } = management;
  // A Job that waits to replace a pod reports none, whatever still runs.
  const activeAfter = waitUs === null ? active.length - deleted.length : 0;
  const conditions: Finding[] = [];
  let { startTimeUs } = situation;
  // Pods that are too many, or suspended, are let go before they end: they are no failures.
  const letGo = outcome === null && deleted.length > 0 ? new Set(deleted.map(({ identity }) => identity.ix)) : NO_PODS;
  if (outcome === null) {
    if (created.length === 0 && isDoneWell(situation, activeAfter)) {
      outcome = succeeding("CompletionsReached", "Reached expected number of succeeded pods");
    } else {
      const change = suspension(situation);
      if (change !== null) conditions.push(change);
      if (change?.status === "False") startTimeUs = now;
    }
  }
  const counted = countEnded(situation, outcome, letGo);
  const terminatingAfter = terminating + deleted.length;
  if (outcome !== null) {
    if (written(job, outcome.type) === null) conditions.push(outcome);
    if (counted.isAll && terminatingAfter === 0) conditions.push(finalOf(outcome));
  }
  const deadlineUs = remainingActive({ ...situation, startTimeUs });
  const again = [
    ...(outcome === null && deadlineUs < Infinity ? [Math.max(1, deadlineUs)] : []),
    ...(waitUs === null ? [] : [Math.max(EARLIEST_RETRY_US, waitUs)]),
    ...(counted.isAll ? [] : [EARLIEST_RETRY_US]),
  ];
  return {
    status: {
      active: activeAfter,
      ready: readyCount(active) - readyCount(deleted),
      terminating: terminatingAfter,
      succeeded: counted.succeeded,
      failed: counted.failed,
      completedIndexes: formatIndexes(counted.succeededIndexes),
      failedIndexes: situation.failedIndexes === null ? null : formatIndexes(situation.failedIndexes),
      startTimeUs,
      record: situation.record,
    },
    conditions,
    released: counted.released,
    deleted,
    created,
    againAfterUs: again.length === 0 ? null : Math.min(...again),
  };
};
