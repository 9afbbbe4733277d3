// A Job gives up.
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness } from "../law/witness.js";

export const jobBackoffLimitHonoured: Invariant = step(
  "job.backoffLimitHonoured",
  "a Job creates no pod once more of its pods have failed than backoffLimit",
  (before, { subject }, after) => {
    const owner = after.pods.at(subject)?.identity.owner;
    const job = owner?.kind === "Job" ? before.jobs.at(owner.ix) : undefined;
    if (job === undefined) return true;
    const { backoffLimit, backoffLimitPerIndex } = job.object.spec;
    if (backoffLimitPerIndex !== undefined || job.status.failed <= backoffLimit) return true;
    return violated(`goes on after ${String(job.status.failed)} failures`, objectWitness("job", job.object.metadata));
  },
  {
    page: "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy",
    hears: ["PodCreated"],
  },
);
