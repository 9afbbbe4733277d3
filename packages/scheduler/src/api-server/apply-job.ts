// Applying a Job: a new one gets its selector; of one that is there only some of the spec can be changed.
import { isSameTemplate, jobApplied, withGeneratedSelector } from "@podsim/core";
import type { Job, JobState } from "@podsim/core";
import type { Outbox } from "../actor.js";
import { refuse } from "./object-ref.js";
import type { RequestContext } from "./request.js";
import { appliedUid } from "./uid.js";
import { NOT_YET } from "@podsim/core/time";

const IMMUTABLE = [
  "completionMode",
  "podFailurePolicy",
  "successPolicy",
  "backoffLimitPerIndex",
  "manualSelector",
] as const;

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The field that may not be changed and is; null = the server takes the new object. */
const immutableChange = ({ object: { spec: old }, status }: JobState, { spec }: Job): string | null => {
  const field = IMMUTABLE.find((name) => !isEqual(old[name], spec[name]));
  if (field !== undefined) return field;
  const isElastic = spec.completionMode === "Indexed" && spec.completions === spec.parallelism;
  if (old.completions !== spec.completions && !isElastic) return "completions";
  // A Job that never ran may still be told where to.
  const isFresh = old.suspend && status.startTimeUs === NOT_YET;
  return isFresh || isSameTemplate(old.template, spec.template) ? null : "template";
};

export const applyJob = (given: Job, context: RequestContext, out: Outbox): void => {
  const { plane } = context;
  const { namespace, name } = given.metadata;
  const old = plane.world.jobs.find(namespace, name);
  const owner = {
    ownerKind: old?.owner?.kind ?? null,
    ownerName: old?.owner?.name ?? null,
    ownerIx: old?.owner?.ix ?? null,
  };
  if (old === undefined) {
    const jobIx = plane.world.jobs.nextIx;
    const uid = appliedUid(context, "job", given.metadata);
    return out.record(jobApplied, jobIx, { jobIx, uid, object: withGeneratedSelector(given, uid), ...owner });
  }
  const object = withGeneratedSelector(given, old.uid);
  const field = immutableChange(old, object);
  if (field !== null) {
    const message = `Job.batch "${name}" is invalid: spec.${field}: field is immutable`;
    return refuse({ kind: "Job", namespace, name }, message, out);
  }
  out.record(jobApplied, old.ix, { jobIx: old.ix, uid: old.uid, object, ...owner });
};
