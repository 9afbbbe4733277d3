// The job controller counted pods that ended and wrote the counts.
import type { EventDefinition } from "../../event.js";
import type { JobState } from "../job-state.js";
import { wantedActive } from "../wanted-active.js";

export interface JobStatusUpdated {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly completedIndexes: string;
  readonly failedIndexes: string | null;
  readonly startTimeUs: number;
  /** Failures since the last success, and when the last of them ended (-1 = there is none). */
  readonly failures: number;
  readonly lastFailureUs: number;
  /** Dense indexes of the pods that have nothing more to tell the Job: those it lets go. */
  readonly released: readonly number[];
}

export const jobStatusUpdated: EventDefinition<"JobStatusUpdated", JobStatusUpdated, JobState> = {
  type: "JobStatusUpdated",
  entity: "job",
  revision: 1,
  fields: {
    active: "int",
    ready: "int",
    terminating: "int",
    succeeded: "int",
    failed: "int",
    completedIndexes: "string",
    failedIndexes: "string?",
    startTimeUs: "int",
    failures: "int",
    lastFailureUs: "int",
    released: "json",
  },
  evolve: (s, d) => ({
    ix: s.ix,
    uid: s.uid,
    object: s.object,
    owner: s.owner,
    createdAtUs: s.createdAtUs,
    generation: s.generation,
    failure: d.active < wantedActive(s.object.spec, d.active, d.succeeded) ? s.failure : "",
    status: {
      active: d.active,
      ready: d.ready,
      terminating: d.terminating,
      succeeded: d.succeeded,
      failed: d.failed,
      completedIndexes: d.completedIndexes,
      failedIndexes: d.failedIndexes,
      startTimeUs: d.startTimeUs,
      record: { failures: d.failures, lastFailureUs: d.lastFailureUs },
    },
    conditions: s.conditions,
    completedAtUs: s.completedAtUs,
  }),
  example: {
    active: 1,
    ready: 1,
    terminating: 0,
    succeeded: 2,
    failed: 1,
    completedIndexes: "0,1",
    failedIndexes: null,
    startTimeUs: 0,
    failures: 1,
    lastFailureUs: 5_000_000,
    released: [4],
  },
};
