// spec.cluster.scheduler.cost: what the scheduler's work takes in virtual time.
import type { Distribution, Duration } from "@podsim/core";
import type { SchedulerCost } from "@podsim/scheduler";
import { distribution } from "../behaviors/distribution.js";
import { mapped } from "./schema/collections.js";
import { record, withDefault } from "./schema/record.js";
import type { Schema } from "./schema/schema.js";
import { duration } from "./schema/times.js";

interface Written {
  readonly perAttempt: Distribution;
  readonly perNodeFiltered: Duration;
  readonly bind: Distribution;
}

const NOTHING: Distribution = { kind: "constant", value: 0 };

/** What is left out takes no time. */
export const schedulerCostShape: Schema<SchedulerCost> = mapped(
  record<Written>("cost", {
    perAttempt: withDefault(distribution, NOTHING),
    perNodeFiltered: withDefault(duration, 0),
    bind: withDefault(distribution, NOTHING),
  }),
  ({ perAttempt, perNodeFiltered, bind }): SchedulerCost => ({ perAttempt, perNodeFilteredUs: perNodeFiltered, bind }),
);
