// The job controller wrote one of the Job's conditions: how it goes on, or how it ended.
import type { Announcement, EventDefinition } from "../../event.js";
import type { ConditionStatus } from "../../pod/pod-state.js";
import { aboutJob } from "../announce.js";
import type { JobConditionType, JobState } from "../job-state.js";

export interface JobConditionSet {
  readonly condition: JobConditionType;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
}

const announcements = (job: JobState, d: JobConditionSet): readonly Announcement[] => {
  switch (d.condition) {
    case "Suspended":
      return [aboutJob(job, "Normal", d.status === "True" ? "Suspended" : "Resumed", d.message)];
    case "Failed":
      return [aboutJob(job, "Warning", d.reason, d.message)];
    case "Complete": {
      const completed = aboutJob(job, "Normal", "Completed", "Job completed");
      const { completions } = job.object.spec;
      if (completions === undefined || job.status.succeeded <= completions) return [completed];
      const text = "Too many succeeded pods running after completion count reached";
      return [aboutJob(job, "Warning", "TooManySucceededPods", text), completed];
    }
    case "SuccessCriteriaMet":
    case "FailureTarget":
      return [];
  }
};

export const jobConditionSet: EventDefinition<"JobConditionSet", JobConditionSet, JobState> = {
  type: "JobConditionSet",
  entity: "job",
  revision: 1,
  fields: {
    condition: { oneOf: ["Suspended", "SuccessCriteriaMet", "FailureTarget", "Complete", "Failed"] },
    status: { oneOf: ["True", "False", "Unknown"] },
    reason: "string",
    message: "string",
  },
  evolve: (s, d, at) => ({
    ...s,
    completedAtUs: d.condition === "Complete" ? at : s.completedAtUs,
    conditions: [
      ...s.conditions.filter(({ type }) => type !== d.condition),
      { type: d.condition, status: d.status, reason: d.reason, message: d.message, lastTransitionUs: at },
    ],
  }),
  announce: announcements,
  example: {
    condition: "Failed",
    status: "True",
    reason: "BackoffLimitExceeded",
    message: "Job has reached the specified backoff limit",
  },
};
