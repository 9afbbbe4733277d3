// What one seed showed, as plain data: small enough to keep for many seeds, enough to judge them together.
import type { RequestRefused, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { METRICS } from "../metrics/index.js";
import type { EndReason, Execution } from "./execute.js";
import type { HotObject } from "./hottest-object.js";
import { judgeThreshold, readThreshold } from "./judge-threshold.js";
import type { ThresholdResult } from "./judge-threshold.js";
import { collectMetrics } from "./measure/collect.js";
import type { Measured } from "./measure/collect.js";
import type { PreparedRun } from "./prepared.js";
import { schedulingRate } from "./scheduling-rate.js";
import type { SchedulingRate } from "./scheduling-rate.js";
import { workloadOutcome } from "./workload-outcome.js";
import type { WorkloadOutcome } from "./workload-outcome.js";

/** One line of the outcome table. */
export interface Measure {
  readonly label: string;
  readonly unit: "seconds" | "count";
  readonly better: "low" | "high";
  /** null = it cannot be said, e.g. the cluster never came to rest. */
  readonly value: number | null;
}

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
  readonly measures: readonly Measure[];
  /** In virtual time. */
  readonly scheduling: SchedulingRate;
  /** What the API server refused, at most REFUSALS_MAX of it. */
  readonly refusals: readonly string[];
}

const REFUSALS_MAX = 10;
/** Interventions that get a line of their own. */
const INTERVENTIONS_MAX = 6;

/** Metrics the outcome table is made from. */
const ALWAYS = [
  "sim_pending_pods",
  "sim_time_to_ready_seconds",
  "sim_intervention_settled_seconds",
  "sim_evictions_total",
  "kube_pod_container_status_restarts_total",
];

const sumOf = (measured: Measured, metric: string): number =>
  (measured.get(metric) ?? []).reduce((sum, { values }) => sum + values.reduce((a, b) => a + b, 0), 0);

/** The largest value from `fromUs` on. */
const peakOf = (measured: Measured, metric: string, fromUs: SimTime): number => {
  let peak = 0;
  for (const { times, values } of measured.get(metric) ?? []) {
    values.forEach((value, ix) => {
      if ((times[ix + 1] ?? Infinity) > fromUs) peak = Math.max(peak, value);
    });
  }
  return peak;
};

const lastReadyAfterStart = (measured: Measured): number | null => {
  const started = (measured.get("sim_time_to_ready_seconds") ?? []).find(({ labels }) => labels["cause"] === "start");
  return started === undefined ? null : started.values.reduce((a, b) => Math.max(a, b), 0);
};

/** In order of time; those that wait for something, whose time nobody knows before, come last. */
const interventionsOf = ({ timeline }: PreparedRun): PreparedRun["timeline"] =>
  timeline
    .filter(({ text }) => text !== "" && !text.startsWith("note: "))
    .sort((a, b) => Number(a.waits !== undefined) - Number(b.waits !== undefined));

const measuresOf = (prepared: PreparedRun, measured: Measured): readonly Measure[] => {
  const interventions = interventionsOf(prepared);
  const settled = measured.get("sim_intervention_settled_seconds") ?? [];
  const first = interventions.find(({ waits }) => waits === undefined);
  const low = { better: "low" } as const;
  return [
    { label: "last pod ready after the start", unit: "seconds", ...low, value: lastReadyAfterStart(measured) },
    ...interventions.slice(0, INTERVENTIONS_MAX).map(({ name }): Measure => ({
      label: `at rest after ${name}`,
      unit: "seconds",
      ...low,
      value: settled.find(({ labels }) => labels["name"] === name)?.values[0] ?? null,
    })),
    {
      label: first === undefined ? "peak pending" : `peak pending after ${first.name}`,
      unit: "count",
      ...low,
      value: peakOf(measured, "sim_pending_pods", first?.atUs ?? 0),
    },
    { label: "pods evicted", unit: "count", ...low, value: sumOf(measured, "sim_evictions_total") },
    { label: "restarts", unit: "count", ...low, value: sumOf(measured, "kube_pod_container_status_restarts_total") },
  ];
};

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
  const needed = new Set([...ALWAYS, ...prepared.thresholds.map((spec) => readThreshold(spec).metric.name)]);
  const metrics = METRICS.filter(({ name }) => needed.has(name));
  const measured = collectMetrics(log, metrics, endUs);
  return {
    seed,
    complete,
    stopReason,
    hottest,
    virtualEndUs: endUs,
    facts: log.length,
    digest: log.digest(),
    thresholds: prepared.thresholds.map((spec) => judgeThreshold(spec, measured, endUs, prepared.horizonUs)),
    measures: measuresOf(prepared, measured),
    scheduling: schedulingRate(log),
    refusals: refusalsOf(log),
    ...workloadOutcome(cluster),
  };
};
