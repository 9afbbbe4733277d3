// Runs of a CronJob overlap only where they may.
import type { JobApplied } from "../job/events/job-applied.js";
import { isJobFinished } from "../job/job-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness } from "../law/witness.js";

export const cronjobConcurrencyPolicy: Invariant = step(
  "cronjob.concurrencyPolicy",
  "a CronJob that does not Allow overlaps starts a Job only when none of its Jobs is unfinished",
  (before, { data, subject }, after) => {
    const { ownerKind, ownerIx } = data as JobApplied;
    if (ownerKind !== "CronJob" || ownerIx === null || before.jobs.at(subject) !== undefined) return true;
    const cron = after.cronJobs.at(ownerIx);
    if (cron === undefined || cron.object.spec.concurrencyPolicy === "Allow") return true;
    const others = [...before.jobs.values()].filter(
      (job) => job.owner?.kind === "CronJob" && job.owner.ix === ownerIx && !isJobFinished(job),
    );
    if (others.length === 0) return true;
    return violated(`starts a Job while ${others.map(({ object }) => object.metadata.name).join(", ")} is unfinished`, [
      objectWitness("cronjob", cron.object.metadata),
      ...others.map(({ object }) => objectWitness("job", object.metadata)),
    ]);
  },
  {
    page: "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy",
    hears: ["JobApplied"],
  },
);
