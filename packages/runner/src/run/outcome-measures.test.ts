import { describe, expect, test } from "vitest";
import type { Series } from "./measure/series.js";
import { outcomeMeasures } from "./outcome-measures.js";
import type { PreparedRun } from "./prepared.js";

const prepared = { timeline: [] } as unknown as PreparedRun;

const series = (labels: Series["labels"], ...values: readonly number[]): Series => ({
  labels,
  times: values.map((_, ix) => ix),
  values,
});

const measured = (all: Readonly<Record<string, readonly Series[]>>): ReadonlyMap<string, readonly Series[]> =>
  new Map(Object.entries(all));

const valuesOf = (all: Readonly<Record<string, readonly Series[]>>): Readonly<Record<string, number | null>> =>
  Object.fromEntries(outcomeMeasures(prepared, measured(all)).map(({ label, value }) => [label, value]));

const workload = (kind: string, namespace: string, name: string, ...values: readonly number[]): Series =>
  series({ kind, namespace, name }, ...values);

describe("the outcome table", () => {
  test("adds up pending time, node-hours and cost; evictions in all and by who made them", () => {
    expect(
      valuesOf({
        sim_pending_pod_seconds: [series({}, 3, 4)],
        sim_node_hours_total: [series({}, 1, 2.5)],
        sim_cost_total: [series({}, 0.25)],
        sim_evictions_total: [
          series({ voluntary: "true", by: "eviction-api" }, 1, 1),
          series({ voluntary: "false", by: "kubelet" }, 1),
        ],
      }),
    ).toMatchObject({
      "pods pending, added up": 7,
      "node-hours": 3.5,
      "cost of nodes": 0.25,
      "pods evicted": 3,
      "pods evicted by the eviction API": 2,
      "pods evicted by kubelets": 1,
      "pods evicted by preemption": 0,
    });
  });

  test("says how far each workload fell, whatever its kind; what is not measured any more is no fall", () => {
    expect(
      valuesOf({
        sim_workload_available_ratio: [
          workload("Deployment", "default", "web", 1, 0.5, 1),
          workload("StatefulSet", "shop", "db", 1, NaN),
        ],
      }),
    ).toMatchObject({ "least available deployment web": 0.5, "least available statefulset shop/db": 1 });
  });

  test("of many workloads, only the one that fell furthest", () => {
    const many = Array.from({ length: 13 }, (_, ix) =>
      workload("Deployment", "default", `d${String(ix)}`, 1, ix / 100),
    );
    const found = valuesOf({ sim_workload_available_ratio: many });
    expect(Object.keys(found).filter((label) => label.startsWith("least"))).toEqual(["least available workload"]);
    expect(found["least available workload"]).toBe(0);
  });

  test("lines that say what is usual are marked so, and only those", () => {
    const marked = outcomeMeasures(prepared, measured({})).filter(({ value, hiddenAt }) => value === hiddenAt);
    expect(marked.map(({ label }) => label)).toEqual([
      "pods pending, added up",
      "pods evicted for taints",
      "pods evicted by the eviction API",
      "pods evicted by preemption",
      "pods evicted by kubelets",
      "cost of nodes",
    ]);
  });
});
