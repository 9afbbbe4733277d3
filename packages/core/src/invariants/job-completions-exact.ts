// A Job is Complete when it has what it was to have.
import type { JobConditionSet } from "../job/events/job-condition-set.js";
import { hasCondition } from "../job/job-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness } from "../law/witness.js";

export const jobCompletionsExact: Invariant = step(
  "job.completionsExact",
  "a Job is Complete only with as many successes as its completions, or by its success policy",
  (_before, { data, subject }, after) => {
    const job = after.jobs.at(subject);
    const { condition, status } = data as JobConditionSet;
    if (job === undefined || condition !== "Complete" || status !== "True") return true;
    const { completions, successPolicy } = job.object.spec;
    if (successPolicy !== undefined && hasCondition(job, "SuccessCriteriaMet")) return true;
    const wanted = completions ?? 1;
    if (job.status.succeeded >= wanted) return true;
    const text = `Complete with ${String(job.status.succeeded)} of ${String(wanted)} successes`;
    return violated(text, objectWitness("job", job.object.metadata));
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/controllers/job/", hears: ["JobConditionSet"] },
);
