// What a Job is at an instant: its object as last written, and the status its controller wrote.
import type { Job } from "../api/job.js";
import type { JobIx } from "../ids.js";
import type { ConditionStatus, PodOwner } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import type { FailureRecord } from "./failure-back-off.js";

export type JobConditionType = "Suspended" | "SuccessCriteriaMet" | "FailureTarget" | "Complete" | "Failed";

export interface JobCondition {
  readonly type: JobConditionType;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionUs: SimTime;
}

export interface JobStatus {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  readonly succeeded: number;
  readonly failed: number;
  /** "0,2-4"; "" without any, and where indexes mean nothing. */
  readonly completedIndexes: string;
  /** The same; null where failures are not counted by index. */
  readonly failedIndexes: string | null;
  /** When it was first found not to be suspended, and again when it was resumed; -1 = not yet. */
  readonly startTimeUs: SimTime;
  /** What the next pod waits for. */
  readonly record: FailureRecord;
}

export interface JobState {
  readonly ix: JobIx;
  readonly uid: string;
  readonly object: Job;
  /** The CronJob it was made by; null for one applied by hand. */
  readonly owner: PodOwner | null;
  readonly createdAtUs: SimTime;
  /** Counts spec changes, from 1. */
  readonly generation: number;
  readonly status: JobStatus;
  /** What the API server answered when it refused a pod; "" = nothing, or all are there since. */
  readonly failure: string;
  readonly conditions: readonly JobCondition[];
  /** When it was Complete; -1 = it is not. */
  readonly completedAtUs: SimTime;
}

export const hasCondition = ({ conditions }: Pick<JobState, "conditions">, type: JobConditionType): boolean =>
  conditions.some((condition) => condition.type === type && condition.status === "True");

export const isJobFinished = (job: Pick<JobState, "conditions">): boolean =>
  hasCondition(job, "Complete") || hasCondition(job, "Failed");

/** When it was Complete or Failed; -1 = it is neither. */
export const jobFinishedUs = ({ conditions }: JobState): SimTime =>
  conditions.find(({ type, status }) => (type === "Complete" || type === "Failed") && status === "True")
    ?.lastTransitionUs ?? -1;
