// The plugins of one rule each: names of nodes, cordons, gates, the order of the queue.
import { describe, expect, test } from "vitest";
import { nodeCordoned, nodeUncordoned } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { filterOne, keptBy, wakes } from "../../testing/one-plugin.js";
import { nodeName } from "./node-name.js";
import { nodeUnschedulable } from "./node-unschedulable.js";
import { prioritySort } from "./priority-sort.js";
import { schedulingGates } from "./scheduling-gates.js";

const clusterOf = (...names: readonly string[]): TestCluster => {
  const cluster = new TestCluster();
  for (const name of names) cluster.addNode(aNode(name));
  return cluster;
};

describe("NodeName", () => {
  test("scheduler 3.11: only the node that is named", () => {
    const cluster = clusterOf("a", "b");
    expect(keptBy(nodeName, cluster, aTemplate({ spec: { nodeName: "b" } }))).toEqual(["b"]);
    expect(keptBy(nodeName, cluster, aTemplate())).toEqual(["a", "b"]);
    expect(filterOne(nodeName, cluster, aTemplate({ spec: { nodeName: "gone" } }))).toEqual({
      code: "UnschedulableAndUnresolvable",
      reasons: ["node(s) didn't match the requested node name"],
    });
  });
});

describe("NodeUnschedulable", () => {
  const cordoned = (): TestCluster => {
    const cluster = clusterOf("a", "b");
    cluster.record(nodeCordoned, cluster.nodeIx("a"), {});
    return cluster;
  };
  const tolerations = [
    { key: "node.kubernetes.io/unschedulable", operator: "Exists" as const, value: "", effect: "NoSchedule" as const },
  ];

  test("scheduler 3.10: cordoned nodes are left out, unless the cordon is tolerated", () => {
    expect(keptBy(nodeUnschedulable, cordoned(), aTemplate())).toEqual(["b"]);
    expect(keptBy(nodeUnschedulable, cordoned(), aTemplate({ spec: { tolerations } }))).toEqual(["a", "b"]);
    expect(filterOne(nodeUnschedulable, cordoned(), aTemplate())).toEqual({
      code: "UnschedulableAndUnresolvable",
      reasons: ["node(s) were unschedulable"],
    });
  });

  test("scheduler 1.49: it wakes for a node that is no longer cordoned, or comes without", () => {
    const cluster = cordoned();
    const [a, b] = [0, 1].map((ix) => cluster.world.nodes.at(ix as NodeIx) ?? null);
    cluster.record(nodeUncordoned, 0, {});
    const free = cluster.world.nodes.at(0 as NodeIx) ?? null;
    const change = (before: typeof free, after: typeof free): boolean =>
      wakes(nodeUnschedulable, cluster, aTemplate(), { resource: "Node", before, after });
    expect([
      change(a ?? null, free),
      change(null, b ?? null),
      change(null, a ?? null),
      change(b ?? null, free),
    ]).toEqual([true, true, false, false]);
  });
});

describe("SchedulingGates", () => {
  const { admit } = schedulingGates.build({});

  test("scheduler 1.36: gates are named in the order they are listed", () => {
    const cluster = new TestCluster();
    const gated = (...names: readonly string[]) => {
      const spec = { schedulingGates: names.map((name) => ({ name })) };
      return admit?.(cluster.podView(cluster.addPod(`p${names.length}`, aTemplate({ spec }))), {
        isMakingRoom: () => false,
      });
    };
    expect(gated("g1", "g2")).toBe("waiting for scheduling gates: [g1 g2]");
    expect(gated()).toBeNull();
  });
});

describe("PrioritySort", () => {
  const { compare } = prioritySort.build({});

  test("scheduler 1.3: priority, then time", () => {
    const cluster = new TestCluster();
    const entry = (priority: number, timestampUs: number) => ({
      pod: cluster.podView(cluster.addPod(`p${timestampUs}`, aTemplate({ spec: { priority } }))),
      timestampUs,
    });
    const sorted = [entry(0, 1), entry(7, 3), entry(7, 2), entry(-5, 0)].sort((a, b) => compare?.(a, b) ?? 0);
    expect(sorted.map(({ timestampUs }) => timestampUs)).toEqual([2, 3, 1, 0]);
  });
});
