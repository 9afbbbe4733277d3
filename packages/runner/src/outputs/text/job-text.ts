// How far a Job is, as kubectl words it: STATUS, COMPLETIONS, DURATION.
import { hasJobCondition, humanDuration } from "@podsim/core";
import type { JobState, SimTime } from "@podsim/core";
import { wholeSecond } from "./age.js";
import { NOT_YET } from "@podsim/core/time";

export const jobStatusText = (job: JobState): string => {
  if (hasJobCondition(job, "Complete")) return "Complete";
  if (hasJobCondition(job, "Failed")) return "Failed";
  if (hasJobCondition(job, "Suspended")) return "Suspended";
  if (hasJobCondition(job, "FailureTarget")) return "FailureTarget";
  return hasJobCondition(job, "SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
};

export const completionsText = ({ object, status }: JobState): string => {
  const { completions, parallelism } = object.spec;
  if (completions !== undefined) return `${String(status.succeeded)}/${String(completions)}`;
  return `${String(status.succeeded)}/1${parallelism > 1 ? ` of ${String(parallelism)}` : ""}`;
};

/** From the start to the completion; of a Job that failed it goes on. */
export const jobDurationText = ({ status, completedAtUs }: JobState, nowUs: SimTime): string => {
  if (status.startTimeUs === NOT_YET) return "";
  const endUs = completedAtUs === NOT_YET ? nowUs : wholeSecond(completedAtUs);
  return humanDuration(endUs - wholeSecond(status.startTimeUs));
};
