// What a CronJob is at an instant: its object as last written, and what its controller has started.
import type { CronJob } from "../api/cron-job.js";
import type { CronJobIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface CronJobState {
  readonly ix: CronJobIx;
  readonly uid: string;
  readonly object: CronJob;
  readonly createdAtUs: SimTime;
  /** Counts spec changes, from 1. */
  readonly generation: number;
  /** Whether the last change of its object was one of its times: of the schedule, or of the zone whose clocks count. */
  readonly isRescheduled: boolean;
  /** Dense indexes of its Jobs that are not known to have finished. */
  readonly active: readonly number[];
  /** The newest scheduled time that was acted upon; -1 = none. */
  readonly lastScheduleUs: SimTime;
  /** When the last of its Jobs to succeed did; -1 = none. */
  readonly lastSuccessfulUs: SimTime;
}
