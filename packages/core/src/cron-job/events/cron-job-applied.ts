// A CronJob was created, or its object replaced.
import type { CronJob } from "../../api/cron-job.js";
import type { EventDefinition } from "../../event.js";
import type { CronJobIx } from "../../ids.js";
import type { CronJobState } from "../cron-job-state.js";
import { EXAMPLE_CRON_JOB } from "../example-cron-job.js";

export interface CronJobApplied {
  readonly cronJobIx: number;
  readonly uid: string;
  readonly object: CronJob;
}

const hasSameTimes = ({ spec: a }: CronJob, { spec: b }: CronJob): boolean =>
  a.schedule === b.schedule && a.timeZone === b.timeZone;

export const cronJobApplied: EventDefinition<"CronJobApplied", CronJobApplied, CronJobState | undefined> = {
  type: "CronJobApplied",
  entity: "cron-job",
  revision: 1,
  fields: { cronJobIx: "int", uid: "string", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.cronJobIx as CronJobIx,
    uid: d.uid,
    object: d.object,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
    generation: (old?.generation ?? 0) + 1,
    isRescheduled: old !== undefined && !hasSameTimes(old.object, d.object),
    active: old?.active ?? [],
    lastScheduleUs: old?.lastScheduleUs ?? -1,
    lastSuccessfulUs: old?.lastSuccessfulUs ?? -1,
  }),
  example: { cronJobIx: 0, uid: "00000000-0000-4000-8000-000000000006", object: EXAMPLE_CRON_JOB },
};
