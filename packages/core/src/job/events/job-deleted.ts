// The Job object is gone; its pods are garbage-collected after it.
import type { EventDefinition } from "../../event.js";
import type { JobState } from "../job-state.js";

export type JobDeleted = Record<never, never>;

export const jobDeleted: EventDefinition<"JobDeleted", JobDeleted, JobState> = {
  type: "JobDeleted",
  entity: "job",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
