// The registry of everything that can happen to a Job.
import { jobApplied } from "./job-applied.js";
import { jobConditionSet } from "./job-condition-set.js";
import { jobCreateFailed } from "./job-create-failed.js";
import { jobDeleted } from "./job-deleted.js";
import { jobFound } from "./job-found.js";
import { jobStatusUpdated } from "./job-status-updated.js";
import { jobReleased } from "./job-released.js";

export const JOB_EVENTS = [
  jobApplied,
  jobConditionSet,
  jobCreateFailed,
  jobDeleted,
  jobStatusUpdated,
  jobFound,
  jobReleased,
] as const;
