// The smallest CronJob, for the examples that event definitions carry.
import type { CronJob } from "../api/cron-job.js";
import { EXAMPLE_JOB } from "../job/example-job.js";

export const EXAMPLE_CRON_JOB: CronJob = {
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name: "hello", namespace: "default", labels: {}, annotations: {} },
  spec: {
    schedule: "*/5 * * * *",
    concurrencyPolicy: "Allow",
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    jobTemplate: { metadata: { labels: {}, annotations: {} }, spec: EXAMPLE_JOB.spec },
  },
};
