// One entry of spec.workload as it is written: a template, when its pods come, what differs between them, how long they run.
import type { Distribution, Duration } from "@podsim/core";
import { distribution } from "../behaviors/distribution.js";
import { choice, dictionary, mapped } from "../scenario/schema/collections.js";
import type { Choice } from "../scenario/schema/collections.js";
import { optional, record, required, withDefault } from "../scenario/schema/record.js";
import type { Schema } from "../scenario/schema/schema.js";
import { number, oneOf, text } from "../scenario/schema/scalars.js";
import { duration } from "../scenario/schema/times.js";
import { ARRIVAL_TIMES } from "./arrival-times.js";
import type { ArrivalTimes } from "./arrival-times.js";
import { podColumns } from "./table-columns.js";
import type { Columns } from "./table-columns.js";
import { variedValue } from "./varied-value.js";
import type { VariedValue } from "./varied-value.js";

/** Arrivals read from a table. */
export interface TraceArrivals {
  readonly file: string;
  readonly columns: Columns;
  /** The rows come one by one at this distance, whatever times they have; null = at their times. */
  readonly every: Duration | null;
  /** "shuffled": in an order drawn from the seed; needs every. */
  readonly order: "asGiven" | "shuffled";
  /** Rows are drawn again, or left out, by the seed, until so much of a resource is asked for, as a share of what the nodes have. */
  readonly demand: { readonly resource: string; readonly share: number } | null;
}

const trace: Schema<TraceArrivals> = record<TraceArrivals>("trace", {
  file: required(text, "./trace.csv"),
  columns: required(podColumns, "{ at: submit_s, runFor: dur_s, cpu: cpu_milli }"),
  every: optional(duration),
  order: withDefault(oneOf<"asGiven" | "shuffled">(["asGiven", "shuffled"]), "asGiven"),
  demand: optional(
    record<NonNullable<TraceArrivals["demand"]>>("demand", {
      resource: required(text, "nvidia.com/gpu"),
      share: required(number({ min: 0.01, max: 100 }), "1.3"),
    }),
  ),
});

export interface WorkloadEntry {
  readonly name: string;
  readonly template: string;
  readonly arrivals: Choice<ArrivalTimes | TraceArrivals>;
  /** Path -> value drawn for each object. */
  readonly vary: Readonly<Record<string, VariedValue>>;
  readonly runFor: Distribution | null;
}

export const workloadEntry: Schema<WorkloadEntry> = record<WorkloadEntry>("workload", {
  name: required(text, "nightly-batch"),
  template: required(text, "./batch/job-pod.yaml"),
  arrivals: required(
    choice<ArrivalTimes | TraceArrivals>("arrivals", {
      ...ARRIVAL_TIMES,
      trace: mapped(trace, (given): ArrivalTimes | TraceArrivals => given),
    }),
    "{ poisson: { rate: 0.6 } }",
  ),
  vary: withDefault(dictionary(variedValue), {}),
  runFor: optional(distribution),
});
