import { expect, test } from "vitest";
import type { CronJob } from "../api/cron-job.js";
import type { WrittenJobSpec } from "../api/job.js";
import { EXAMPLE_TEMPLATE } from "../pod/example-template.js";
import { EXAMPLE_CRON_JOB } from "./example-cron-job.js";
import { scheduledJob } from "./scheduled-job.js";

const cronJobOf = (spec: Partial<WrittenJobSpec>): CronJob => ({
  ...EXAMPLE_CRON_JOB,
  spec: {
    ...EXAMPLE_CRON_JOB.spec,
    jobTemplate: {
      metadata: { labels: {}, annotations: {} },
      spec: { template: EXAMPLE_TEMPLATE, ...spec },
    },
  },
});

test("a Job made from a template gets what any Job gets that does not say", () => {
  expect(scheduledJob(cronJobOf({}), 1).spec).toEqual({
    template: EXAMPLE_TEMPLATE,
    parallelism: 1,
    completions: 1,
    completionMode: "NonIndexed",
    backoffLimit: 6,
    podReplacementPolicy: "TerminatingOrFailed",
    suspend: false,
  });
});

test("and keeps what the template says", () => {
  const { spec } = scheduledJob(cronJobOf({ parallelism: 2, backoffLimit: 0 }), 1);
  expect(spec).toMatchObject({ parallelism: 2, backoffLimit: 0 });
  expect(spec).not.toHaveProperty("completions");
});
