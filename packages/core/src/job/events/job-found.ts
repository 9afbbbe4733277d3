// A Job that a run begins with was found as it is: what it has counted, how it stands or has ended.
import type { EventDefinition } from "../../event.js";
import type { JobCondition, JobState, JobStatus } from "../job-state.js";
import { NO_FAILURES } from "../failure-back-off.js";
import { NOT_YET } from "../../time.js";

export interface JobFound {
  readonly status: JobStatus;
  readonly conditions: readonly JobCondition[];
  /** -1 = it is not Complete. */
  readonly completedAtUs: number;
  /** Dense indexes of its pods that it has counted already. */
  readonly released: readonly number[];
}

export const jobFound: EventDefinition<"JobFound", JobFound, JobState> = {
  type: "JobFound",
  entity: "job",
  revision: 1,
  fields: { status: "json", conditions: "json", completedAtUs: "int", released: "json" },
  evolve: (s, { status, conditions, completedAtUs }) => ({ ...s, status, conditions, completedAtUs }),
  example: {
    status: {
      active: 1,
      ready: 1,
      terminating: 0,
      succeeded: 0,
      failed: 0,
      completedIndexes: "",
      failedIndexes: null,
      startTimeUs: -60_000_000,
      record: NO_FAILURES,
    },
    conditions: [],
    completedAtUs: NOT_YET,
    released: [],
  },
};
