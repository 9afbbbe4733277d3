// The Job that a CronJob starts for one of its times.
import type { CronJob } from "../api/cron-job.js";
import type { Job } from "../api/job.js";
import { jobDefaults } from "../api/job.js";
import { stampOf } from "./calendar.js";

const SCHEDULED_AT = "batch.kubernetes.io/cronjob-scheduled-timestamp";

/** `minute`: the scheduled time, in minutes since 1970; it is in the name. */
export const scheduledJob = ({ metadata, spec }: CronJob, minute: number): Job => {
  const { jobTemplate } = spec;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${metadata.name}-${String(minute)}`,
      namespace: metadata.namespace,
      labels: jobTemplate.metadata.labels,
      annotations: { ...jobTemplate.metadata.annotations, [SCHEDULED_AT]: stampOf(minute) },
    },
    spec: { ...jobTemplate.spec, ...jobDefaults(jobTemplate.spec) },
  };
};
