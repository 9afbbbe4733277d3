// What a Job is coming to: why it fails, or what makes it succeed.
import type { PodState } from "../pod/pod-state.js";
import type { Duration, SimTime } from "../time.js";
import { NOT_YET, SECOND } from "../time.js";
import { judgeFailure } from "./failure-policy.js";
import { countIndexes } from "./index-set.js";
import type { JobCondition, JobState } from "./job-state.js";
import { metSuccessRule } from "./success-policy.js";
import { isFailed } from "./survey-job.js";
import type { Situation } from "./survey-job.js";

export type Finding = Omit<JobCondition, "lastTransitionUs">;

const restartsOf = ({ status }: PodState): number =>
  [...status.initContainerStatuses, ...status.containerStatuses].reduce((sum, one) => sum + one.restartCount, 0);

/** With restartPolicy OnFailure the restarts of pods that go on count as well. */
const hasRestartedTooOften = ({ job, pods }: Situation): boolean => {
  const { template, backoffLimit } = job.object.spec;
  if (template.spec.restartPolicy !== "OnFailure") return false;
  const restarts = pods.reduce(
    (sum, { pod }) => (pod.status.phase === "Running" || pod.status.phase === "Pending" ? sum + restartsOf(pod) : sum),
    0,
  );
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
};

const wholeSecond = (at: SimTime): SimTime => Math.floor(at / SECOND) * SECOND;

/** How long the Job may still be active; Infinity without a deadline. */
export const remainingActive = ({ job, startTimeUs, now }: Situation): Duration => {
  const { activeDeadlineSeconds, suspend } = job.object.spec;
  if (activeDeadlineSeconds === undefined || suspend || startTimeUs === NOT_YET) return Infinity;
  return wholeSecond(startTimeUs) + activeDeadlineSeconds * SECOND - now;
};

const failing = (reason: string, message: string): Finding => ({
  type: "FailureTarget",
  status: "True",
  reason,
  message,
});

/** Why the Job fails, the reasons in the order in which the controller asks for them. */
const failureOf = (situation: Situation): Finding | null => {
  const { spec } = situation.job.object;
  for (const each of situation.pods) {
    if (spec.podFailurePolicy === undefined) break;
    const { message } = isFailed(each, spec) ? judgeFailure(spec, each.pod) : { message: "" };
    if (message !== "") return failing("PodFailurePolicy", message);
  }
  if (situation.failed > spec.backoffLimit || hasRestartedTooOften(situation)) {
    return failing("BackoffLimitExceeded", "Job has reached the specified backoff limit");
  }
  if (remainingActive(situation) <= 0) {
    return failing("DeadlineExceeded", "Job was active longer than specified deadline");
  }
  if (situation.failedIndexes === null) return null;
  const failedCount = countIndexes(situation.failedIndexes);
  if (spec.maxFailedIndexes !== undefined && failedCount > spec.maxFailedIndexes) {
    const text = "Job has exceeded the specified maximal number of failed indexes";
    return failing("MaxFailedIndexesExceeded", text);
  }
  const isAllDone = failedCount + countIndexes(situation.succeededIndexes) >= (spec.completions ?? 0);
  return failedCount > 0 && isAllDone ? failing("FailedIndexes", "Job has failed indexes") : null;
};

export const written = ({ conditions }: JobState, type: JobCondition["type"]): Finding | null => {
  const found = conditions.find((condition) => condition.type === type && condition.status === "True");
  return found === undefined ? null : { type, status: "True", reason: found.reason, message: found.message };
};

export const succeeding = (reason: string, message: string): Finding => ({
  type: "SuccessCriteriaMet",
  status: "True",
  reason,
  message,
});

/** What the Job is coming to; null = it goes on. What was decided before stays decided. */
export const outcomeOf = (situation: Situation): Finding | null => {
  const { job, succeededIndexes } = situation;
  const decided = written(job, "SuccessCriteriaMet") ?? written(job, "FailureTarget") ?? failureOf(situation);
  if (decided !== null) return decided;
  const rule = metSuccessRule(job.object.spec, succeededIndexes);
  return rule === null ? null : succeeding("SuccessPolicy", rule);
};
