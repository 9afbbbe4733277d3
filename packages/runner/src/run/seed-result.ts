// What one seed showed, as plain data: small enough to keep for many seeds, enough to judge them together.
import type { RequestRefused, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { METRICS } from "../metrics/index.js";
import type { EndReason, Execution } from "./execute.js";
import type { HotObject } from "./hottest-object.js";
import { judgeChecks } from "./judge-checks.js";
import type { BrokenCheck } from "./judge-checks.js";
import { judgeThreshold, readThreshold } from "./judge-threshold.js";
import type { ThresholdResult } from "./judge-threshold.js";
import { collectMetrics } from "./measure/collect.js";
import { OUTCOME_METRICS, outcomeMeasures } from "./outcome-measures.js";
import type { Measure } from "./outcome-measures.js";
import type { PreparedRun } from "./prepared.js";
import { schedulingRate } from "./scheduling-rate.js";
import type { SchedulingRate } from "./scheduling-rate.js";
import { workloadOutcome } from "./workload-outcome.js";
import type { WorkloadOutcome } from "./workload-outcome.js";

export interface SeedResult extends WorkloadOutcome {
  readonly seed: number;
  readonly complete: boolean;
  readonly stopReason: EndReason;
  readonly hottest: HotObject | null;
  readonly virtualEndUs: SimTime;
  readonly facts: number;
  /** Of the log: 32 hexadecimal digits. */
  readonly digest: string;
  /** In the order of the run's thresholds. */
  readonly thresholds: readonly ThresholdResult[];
  /** Of the run's checks, those the seed broke. */
  readonly broken: readonly BrokenCheck[];
  readonly measures: readonly Measure[];
  /** In virtual time. */
  readonly scheduling: SchedulingRate;
  /** What the API server refused, at most REFUSALS_MAX of it. */
  readonly refusals: readonly string[];
}

const REFUSALS_MAX = 10;

const refusalsOf = (log: EventLog): readonly string[] => {
  const type = log.registry.findIndex((definition) => definition.type === "RequestRefused");
  const found = new Set<string>();
  for (let seq = 0; seq < log.length && found.size < REFUSALS_MAX; seq += 1) {
    if (log.typeOf(seq) !== type) continue;
    const { kind, namespace, name, message } = log.data(seq) as RequestRefused;
    found.add(`${kind} ${namespace === "" ? "" : `${namespace}/`}${name}: ${message}`);
  }
  return [...found];
};

/** Sums a run of one seed up: every metric that a threshold or the outcome table needs is recorded in one pass. */
export const summarizeSeed = (prepared: PreparedRun, execution: Execution): SeedResult => {
  const { cluster, seed, complete, stopReason, hottest, endUs } = execution;
  const { log } = cluster;
  const needed = new Set([...OUTCOME_METRICS, ...prepared.thresholds.map((spec) => readThreshold(spec).metric.name)]);
  const metrics = METRICS.filter(({ name }) => needed.has(name));
  const measured = collectMetrics(log, metrics, endUs);
  // What would have come of a seed that was stopped is not known.
  const knownUntilUs = stopReason === "aborted" ? endUs : prepared.horizonUs;
  return {
    seed,
    complete,
    stopReason,
    hottest,
    virtualEndUs: endUs,
    facts: log.length,
    digest: log.digest(),
    thresholds: prepared.thresholds.map((spec) => judgeThreshold(spec, measured, endUs, knownUntilUs)),
    broken: judgeChecks(prepared, execution),
    measures: outcomeMeasures(prepared, measured),
    scheduling: schedulingRate(log),
    refusals: refusalsOf(log),
    ...workloadOutcome(cluster),
  };
};
