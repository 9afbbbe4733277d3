// The outcome table of one seed: when it was ready and at rest, how long pods waited, what was evicted, what it cost.
import type { SimTime } from "@podsim/core";
import type { Measured } from "./measure/collect.js";
import type { PreparedRun } from "./prepared.js";

/** One line of the outcome table. */
export interface Measure {
  readonly label: string;
  readonly unit: "seconds" | "count" | "pod-seconds" | "hours" | "money" | "ratio";
  readonly better: "low" | "high";
  /** null = it cannot be said, e.g. the cluster never came to rest. */
  readonly value: number | null;
  /** A line with this value in every seed tells nothing and is not printed; absent = always printed. */
  readonly hiddenAt?: number;
}

/** Interventions that get a line of their own. */
const INTERVENTIONS_MAX = 6;
/** Workloads that get a line of their own; of more, the least available one of all has one. */
const WORKLOADS_MAX = 12;

/** Metrics the table is made from. */
export const OUTCOME_METRICS: readonly string[] = [
  "sim_pending_pods",
  "sim_pending_pod_seconds",
  "sim_time_to_ready_seconds",
  "sim_intervention_settled_seconds",
  "sim_workload_available_ratio",
  "sim_evictions_total",
  "sim_node_hours_total",
  "sim_cost_total",
  "kube_pod_container_status_restarts_total",
];

type SeriesOf = NonNullable<ReturnType<Measured["get"]>>;

const seriesOf = (measured: Measured, metric: string): SeriesOf => measured.get(metric) ?? [];

const total = (series: SeriesOf): number =>
  series.reduce((sum, { values }) => sum + values.reduce((a, b) => a + b, 0), 0);

/** The largest value from `fromUs` on. */
const peakOf = (series: SeriesOf, fromUs: SimTime): number => {
  let peak = 0;
  for (const { times, values } of series) {
    values.forEach((value, ix) => {
      if ((times[ix + 1] ?? Infinity) > fromUs) peak = Math.max(peak, value);
    });
  }
  return peak;
};

const lastReadyAfterStart = (measured: Measured): number | null => {
  const started = seriesOf(measured, "sim_time_to_ready_seconds").find(({ labels }) => labels["cause"] === "start");
  return started === undefined ? null : started.values.reduce((a, b) => Math.max(a, b), 0);
};

/** In order of time; those that wait for something, whose time nobody knows before, come last. */
const interventionsOf = ({ timeline }: PreparedRun): PreparedRun["timeline"] =>
  timeline
    .filter(({ text }) => text !== "" && !text.startsWith("note: "))
    .sort((a, b) => Number(a.waits !== undefined) - Number(b.waits !== undefined));

const LOW = { better: "low" } as const;

const timeMeasures = (prepared: PreparedRun, measured: Measured): readonly Measure[] => {
  const interventions = interventionsOf(prepared);
  const settled = seriesOf(measured, "sim_intervention_settled_seconds");
  const first = interventions.find(({ waits }) => waits === undefined);
  const pending = seriesOf(measured, "sim_pending_pods");
  return [
    { label: "last pod ready after the start", unit: "seconds", ...LOW, value: lastReadyAfterStart(measured) },
    ...interventions.slice(0, INTERVENTIONS_MAX).map(({ name }): Measure => ({
      label: `at rest after ${name}`,
      unit: "seconds",
      ...LOW,
      value: settled.find(({ labels }) => labels["name"] === name)?.values[0] ?? null,
    })),
    {
      label: first === undefined ? "peak pending" : `peak pending after ${first.name}`,
      unit: "count",
      ...LOW,
      value: peakOf(pending, first?.atUs ?? 0),
    },
    {
      label: "pods pending, added up",
      unit: "pod-seconds",
      ...LOW,
      value: total(seriesOf(measured, "sim_pending_pod_seconds")),
      hiddenAt: 0,
    },
  ];
};

const leastOf = (values: readonly number[]): number =>
  values.reduce((least, value) => (Number.isNaN(value) ? least : Math.min(least, value)), 1);

/** How far each workload fell, whatever its kind. */
const availabilityMeasures = (measured: Measured): readonly Measure[] => {
  const all = seriesOf(measured, "sim_workload_available_ratio");
  const shape = { unit: "ratio", better: "high", hiddenAt: 1 } as const;
  if (all.length > WORKLOADS_MAX) {
    const value = leastOf(all.map(({ values }) => leastOf(values)));
    return [{ label: "least available workload", ...shape, value }];
  }
  return all.map(({ labels, values }) => {
    const { kind = "", namespace = "", name = "" } = labels;
    const shown = `${namespace === "default" ? "" : `${namespace}/`}${name}`;
    return { label: `least available ${kind.toLowerCase()} ${shown}`, ...shape, value: leastOf(values) };
  });
};

/** Who makes pods go, in words. */
const EVICTED_BY: readonly (readonly [by: string, words: string])[] = [
  ["taint-eviction-controller", "pods evicted for taints"],
  ["eviction-api", "pods evicted by the eviction API"],
  ["default-scheduler", "pods evicted by preemption"],
  ["kubelet", "pods evicted by kubelets"],
];

const evictionMeasures = (measured: Measured): readonly Measure[] => {
  const evictions = seriesOf(measured, "sim_evictions_total");
  const count = { unit: "count", ...LOW } as const;
  return [
    { label: "pods evicted", ...count, value: total(evictions) },
    ...EVICTED_BY.map(([by, label]): Measure => ({
      label,
      ...count,
      value: total(evictions.filter(({ labels }) => labels["by"] === by)),
      hiddenAt: 0,
    })),
    { label: "restarts", ...count, value: total(seriesOf(measured, "kube_pod_container_status_restarts_total")) },
  ];
};

export const outcomeMeasures = (prepared: PreparedRun, measured: Measured): readonly Measure[] => [
  ...timeMeasures(prepared, measured),
  ...availabilityMeasures(measured),
  ...evictionMeasures(measured),
  { label: "node-hours", unit: "hours", ...LOW, value: total(seriesOf(measured, "sim_node_hours_total")) },
  { label: "cost of nodes", unit: "money", ...LOW, value: total(seriesOf(measured, "sim_cost_total")), hiddenAt: 0 },
];
