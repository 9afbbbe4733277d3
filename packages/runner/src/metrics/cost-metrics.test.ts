import { expect, test } from "vitest";
import {
  decodeObject,
  EVENTS,
  loadSet,
  nodeAdded,
  nodeRelabelled,
  nodeRemoved,
  podCreated,
  podRemoved,
} from "@podsim/core";
import type { EventDefinition, Node, PodState } from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import { HOUR, MINUTE } from "@podsim/core/time";
import { collectMetrics } from "../run/measure/collect.js";
import { METRIC_BY_NAME } from "./index.js";

const nodeNamed = (name: string, price: string | null): Node =>
  decodeObject({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: price === null ? {} : { "podsim.dev/price-per-hour": price } },
    status: { allocatable: { cpu: "4" }, capacity: { cpu: "4" } },
  }).object as Node;

/** Stands in for all that a kubelet does until a pod is ready. */
const podMadeReady: EventDefinition<"PodMadeReady", Record<never, never>, PodState> = {
  type: "PodMadeReady",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod, _, at) => ({
    ...pod,
    status: {
      ...pod.status,
      phase: "Running",
      conditions: [{ type: "Ready", status: "True", reason: "", message: "", lastTransitionUs: at }],
    },
  }),
  example: {},
};

type Entry = readonly [at: number, definition: EventDefinition, subject: number, data: object];

const sumOf = (name: string, entries: readonly Entry[], endUs: number): number => {
  const log = createColumnLog([...EVENTS, podMadeReady as EventDefinition]);
  for (const [at, definition, subject, data] of entries) log.append(at, definition, subject, -1, data);
  const metric = METRIC_BY_NAME.get(name);
  if (metric === undefined) throw new TypeError(name);
  const series = collectMetrics(log, [metric], endUs).get(name) ?? [];
  return series.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0);
};

const added = (at: number, ix: number, price: string | null): Entry => [
  at,
  nodeAdded as EventDefinition,
  ix,
  { nodeIx: ix, object: nodeNamed(`node-${String(ix)}`, price) },
];

test("node hours count from the node's coming to its going, or the end", () => {
  const entries = [added(0, 0, null), added(HOUR, 1, null), [2 * HOUR, nodeRemoved as EventDefinition, 0, {}] as const];
  expect(sumOf("sim_node_hours_total", entries, 4 * HOUR)).toBe(5);
});

test("the cost is that time by the label's price; without one it is nothing", () => {
  const entries = [added(0, 0, "0.5"), added(0, 1, null), [2 * HOUR, nodeRemoved as EventDefinition, 0, {}] as const];
  expect(sumOf("sim_cost_total", entries, 4 * HOUR)).toBe(1);
});

test("a price that changes counts from then on", () => {
  const labels = { "podsim.dev/price-per-hour": "2" };
  const entries = [added(0, 0, "0.5"), [2 * HOUR, nodeRelabelled as EventDefinition, 0, { labels }] as const];
  expect(sumOf("sim_cost_total", entries, 4 * HOUR)).toBe(5);
});

const podOf = (ix: number): readonly Entry[] => {
  const template = {
    ...podCreated.example.template,
    spec: {
      ...podCreated.example.template.spec,
      containers: podCreated.example.template.spec.containers.map((container) => ({
        ...container,
        resources: { requests: { cpu: "500m" }, limits: { cpu: "1" } },
      })),
    },
  };
  const owner = { ownerKind: "StatefulSet", ownerName: "db", ownerIx: 0 };
  const created = { ...podCreated.example, podIx: ix, namespace: "shop", name: `db-${String(ix)}`, template, ...owner };
  return [
    [0, podCreated as EventDefinition, ix, created],
    [MINUTE, podMadeReady as EventDefinition, ix, {}],
  ];
};

const load = (at: number, points: readonly object[]): Entry => [
  at,
  loadSet as EventDefinition,
  0,
  {
    ...{ kind: "StatefulSet", namespace: "shop", name: "db", metric: "cpu", container: null },
    ...{ spread: "shared", points, periodUs: null },
  },
];

const constant = (amount: number) => [{ atUs: 0, amount, until: "step" }];

test.each<[string, readonly Entry[], number]>([
  ["enough for all", [load(2 * MINUTE, constant(2_000))], 0],
  ["more than two limits of a core", [load(2 * MINUTE, constant(2_001))], 8 * 60],
  ["before anybody is ready", [load(0, constant(500))], 60],
  [
    "after one is gone",
    [load(2 * MINUTE, constant(1_500)), [5 * MINUTE, podRemoved as EventDefinition, 0, {}]],
    5 * 60,
  ],
  [
    "half of a ramp",
    [
      load(2 * MINUTE, [
        { atUs: 0, amount: 1_000, until: "ramp" },
        { atUs: 4 * MINUTE, amount: 3_000, until: "ramp" },
        { atUs: 8 * MINUTE, amount: 1_000, until: "step" },
      ]),
    ],
    240,
  ],
])("a load is short: %s", (_, entries, seconds) => {
  const all = [...podOf(0), ...podOf(1), ...entries].sort((a, b) => a[0] - b[0]);
  expect(sumOf("sim_load_shortfall_seconds_total", all, 10 * MINUTE)).toBeCloseTo(seconds, 0);
});
