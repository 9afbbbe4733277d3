// The cronjob controller wrote which Jobs are active and when it last acted.
import type { EventDefinition } from "../../event.js";
import type { CronJobState } from "../cron-job-state.js";

export interface CronJobStatusUpdated {
  readonly active: readonly number[];
  readonly lastScheduleUs: number;
  readonly lastSuccessfulUs: number;
}

export const cronJobStatusUpdated: EventDefinition<"CronJobStatusUpdated", CronJobStatusUpdated, CronJobState> = {
  type: "CronJobStatusUpdated",
  entity: "cron-job",
  revision: 1,
  fields: { active: "json", lastScheduleUs: "int", lastSuccessfulUs: "int" },
  evolve: (s, d) => ({
    ix: s.ix,
    uid: s.uid,
    object: s.object,
    createdAtUs: s.createdAtUs,
    generation: s.generation,
    isRescheduled: s.isRescheduled,
    active: d.active,
    lastScheduleUs: d.lastScheduleUs,
    lastSuccessfulUs: d.lastSuccessfulUs,
  }),
  example: { active: [3], lastScheduleUs: 300_000_000, lastSuccessfulUs: 12_000_000 },
};
