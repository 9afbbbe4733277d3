// The registry of everything that can happen to a CronJob.
import { cronJobApplied } from "./cron-job-applied.js";
import { cronJobDeleted } from "./cron-job-deleted.js";
import { cronJobNoted } from "./cron-job-noted.js";
import { cronJobStatusUpdated } from "./cron-job-status-updated.js";

export const CRON_JOB_EVENTS = [cronJobApplied, cronJobDeleted, cronJobNoted, cronJobStatusUpdated] as const;
