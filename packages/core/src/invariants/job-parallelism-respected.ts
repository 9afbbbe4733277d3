// A Job runs no more pods at once than it may.
import { isActive } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness, podWitness } from "../law/witness.js";
import { NOT_YET } from "../time.js";

export const jobParallelismRespected: Invariant = step(
  "job.parallelismRespected",
  "a Job that creates a pod has at most parallelism active pods then, and none more while suspended or finished",
  (before, { subject }, after) => {
    const owner = after.pods.at(subject)?.identity.owner;
    const job = owner?.kind === "Job" ? before.jobs.at(owner.ix) : undefined;
    if (job === undefined) return true;
    const { parallelism, suspend } = job.object.spec;
    const active = [...after.podsOf("Job", job.ix)].filter(isActive);
    const witnesses = [objectWitness("job", job.object.metadata), ...active.map(podWitness)];
    if (suspend) return violated("creates a pod while suspended", witnesses);
    if (job.completedAtUs !== NOT_YET) return violated("creates a pod after it was Complete", witnesses);
    return (
      active.length <= parallelism ||
      violated(`${String(active.length)} active pods > parallelism ${String(parallelism)}`, witnesses)
    );
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/controllers/job/#parallel-jobs", hears: ["PodCreated"] },
);
