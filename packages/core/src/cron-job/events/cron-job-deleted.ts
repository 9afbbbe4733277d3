// The CronJob object is gone; its Jobs are garbage-collected after it.
import type { EventDefinition } from "../../event.js";
import type { CronJobState } from "../cron-job-state.js";

export type CronJobDeleted = Record<never, never>;

export const cronJobDeleted: EventDefinition<"CronJobDeleted", CronJobDeleted, CronJobState> = {
  type: "CronJobDeleted",
  entity: "cron-job",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
