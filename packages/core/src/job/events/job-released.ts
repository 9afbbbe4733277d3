// A Job belongs to no CronJob any more: that one was deleted without it.
import type { EventDefinition } from "../../event.js";
import type { JobState } from "../job-state.js";

export type JobReleased = Record<never, never>;

export const jobReleased: EventDefinition<"JobReleased", JobReleased, JobState> = {
  type: "JobReleased",
  entity: "job",
  revision: 1,
  fields: {},
  evolve: (s) => ({ ...s, owner: null }),
  example: {},
};
