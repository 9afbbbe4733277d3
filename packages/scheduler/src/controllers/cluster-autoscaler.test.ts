import { nodeAdded, nodeAutoscalerNoted, nodeGroupResized, nodeRemoved, podDeletionRequested } from "@podsim/core";
import type { NodeGroupResized } from "@podsim/core";
import { MINUTE, NEVER, SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { aBudgetOf, aNodeOf, aWorkload, objectOf, WholeCluster } from "../../testing/whole-cluster.js";
import { DEFAULT_CLUSTER_AUTOSCALER, GROUP_LABEL, nodeOf } from "../node-autoscaling/node-group.js";
import type { ClusterAutoscalerSettings, NodeGroup } from "../node-autoscaling/node-group.js";

const PROVISION_S = 60;

const aGroup = (name: string, over: Partial<NodeGroup> = {}, cpu = "4"): NodeGroup => ({
  name,
  min: 0,
  max: 10,
  template: aNodeOf(name, cpu, { labels: { [GROUP_LABEL]: name } }),
  pricePerHour: 1,
  priority: 0,
  provision: { kind: "constant", value: PROVISION_S * SECOND },
  shortages: [],
  ...over,
});

/** Groups of which `sizes` nodes are there from the start. */
const aCluster = (
  groups: readonly NodeGroup[],
  over: Partial<ClusterAutoscalerSettings> = {},
  sizes: Readonly<Record<string, number>> = { general: 1 },
): WholeCluster =>
  new WholeCluster({
    clusterAutoscaler: { ...DEFAULT_CLUSTER_AUTOSCALER, groups, ...over },
    nodes: groups.flatMap((group) =>
      Array.from({ length: sizes[group.name] ?? 0 }, (_, k) =>
        nodeOf(group.template, `${group.name}-${String(k + 1)}`),
      ),
    ),
  });

const growths = (cluster: WholeCluster): readonly (readonly [at: number, group: string, from: number, to: number])[] =>
  cluster
    .facts(nodeGroupResized)
    .filter(({ data }) => data.why === "scale-up")
    .map(({ at, data }) => [at, data.group, data.from, data.to]);

const resizes = (cluster: WholeCluster, why: NodeGroupResized["why"]): number =>
  cluster.facts(nodeGroupResized).filter(({ data }) => data.why === why).length;

const notes = (cluster: WholeCluster, reason: string): readonly string[] =>
  cluster
    .facts(nodeAutoscalerNoted)
    .filter(({ data }) => data.reason === reason)
    .map(({ data }) => data.message);

const GENERAL = aGroup("general");

describe("controllers 5.1-5.6: pods that find no node have one made", () => {
  test("within 10 s as many nodes as they need are asked for, once; they come when the provider has them", () => {
    const cluster = aCluster([GENERAL])
      .apply(1, aWorkload({ replicas: 10 }))
      .run(200);
    const [grown, ...more] = growths(cluster);
    expect(more).toEqual([]);
    expect(grown?.slice(1)).toEqual(["general", 1, 3]);
    expect(grown?.[0]).toBeGreaterThan(3);
    expect(grown?.[0]).toBeLessThan(14);
    const arrivals = cluster
      .facts(nodeAdded)
      .slice(1)
      .map(({ at }) => at);
    expect(arrivals).toEqual([(grown?.[0] ?? 0) + PROVISION_S, (grown?.[0] ?? 0) + PROVISION_S]);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(10);
    expect(notes(cluster, "TriggeredScaleUp")).toHaveLength(6);
    expect(notes(cluster, "TriggeredScaleUp")[0]).toBe("pod triggered scale-up: [{general 1->3 (max: 10)}]");
  });

  test("5.3 pods that the nodes on their way will hold ask for no more", () => {
    const cluster = aCluster([GENERAL])
      .apply(1, aWorkload({ replicas: 6 }))
      .scale(30, 8)
      .run(200);
    expect(growths(cluster).map((growth) => growth.slice(1))).toEqual([["general", 1, 2]]);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(8);
  });

  test("5.3 pods of DaemonSets and expendable ones ask for nothing", () => {
    const cluster = aCluster([GENERAL], {}, { general: 1 })
      .apply(1, aWorkload({ name: "agent", kind: "DaemonSet", cpu: "5" }))
      .apply(
        1,
        objectOf({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "low" }, value: -11 }),
      )
      .apply(2, aWorkload({ name: "batch", replicas: 8, pod: { priorityClassName: "low" } }))
      .run(200);
    expect(growths(cluster)).toEqual([]);
  });

  test("3.20 what DaemonSets put on a new node takes its room", () => {
    const cluster = aCluster([GENERAL])
      .apply(0.5, aWorkload({ name: "agent", kind: "DaemonSet" }))
      .apply(1, aWorkload({ replicas: 9 }))
      .run(200);
    expect(growths(cluster).map((growth) => growth.slice(1))).toEqual([["general", 1, 3]]);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(9);
  });

  test("5.5 no larger than the group's maximum, and what that leaves over is said", () => {
    const cluster = aCluster([aGroup("general", { max: 2 })])
      .apply(1, aWorkload({ replicas: 20 }))
      .run(200);
    expect(growths(cluster).map((growth) => growth.slice(1))).toEqual([["general", 1, 2]]);
    expect(notes(cluster, "NotTriggerScaleUp")[0]).toBe("pod didn't trigger scale-up: 1 max node group size reached");
  });

  test("a pod that no group's nodes hold is told why, once", () => {
    const cluster = aCluster([GENERAL, aGroup("gpu", {}, "2")])
      .apply(1, aWorkload({ cpu: "8" }))
      .run(2_000);
    expect(notes(cluster, "NotTriggerScaleUp")).toEqual(["pod didn't trigger scale-up: 2 Insufficient cpu"]);
  });

  test("12.2 where nothing can change no look is made", () => {
    const cluster = aCluster([GENERAL])
      .apply(1, aWorkload({ replicas: 10 }))
      .run(5_000);
    const { length } = cluster;
    expect(cluster.run(500_000).length).toBe(length);
  });
});

describe("controllers 5.7: which group grows", () => {
  const BIG = aGroup("big", { pricePerHour: 0.5, priority: 5 }, "16");
  test.each<[ClusterAutoscalerSettings["expanders"], string]>([
    [["least-waste"], "general"],
    [["price"], "big"],
    [["priority"], "big"],
    [["most-pods", "priority"], "big"],
  ])("%j: %s", (expanders, expected) => {
    const cluster = aCluster([GENERAL, BIG], { expanders })
      .apply(1, aWorkload({ replicas: 8, cpu: "900m" }))
      .run(100);
    expect(growths(cluster)[0]?.[1]).toBe(expected);
  });

  test("random: by the seed", () => {
    const groups = ["a", "b", "c"].map((name) => aGroup(name));
    const chosen = new Set(
      [1, 2, 3, 4, 5, 6].map((seed) => {
        const clusterAutoscaler = { ...DEFAULT_CLUSTER_AUTOSCALER, groups, expanders: ["random" as const] };
        return growths(new WholeCluster({ seed, clusterAutoscaler }).apply(1, aWorkload({})).run(60))[0]?.[1];
      }),
    );
    expect(chosen.size).toBeGreaterThan(1);
  });

  test("5.5 similar groups grow together where that is wished for", () => {
    const zones = ["a", "b"].map((zone) => {
      const group = aGroup(zone);
      const labels = { ...group.template.metadata.labels, "topology.kubernetes.io/zone": zone };
      return { ...group, template: { ...group.template, metadata: { ...group.template.metadata, labels } } };
    });
    const cluster = aCluster(zones, { balancesSimilarGroups: true })
      .apply(1, aWorkload({ replicas: 16 }))
      .run(100);
    expect(
      growths(cluster)
        .map(([, group, from, to]) => [group, from, to])
        .sort(),
    ).toEqual([
      ["a", 0, 2],
      ["b", 0, 2],
    ]);
  });
});

describe("controllers 5.9: machines that do not come", () => {
  const ends = [{ fromUs: 0, untilUs: NEVER, isTold: false }];

  test("after 15 min of silence another group is tried", () => {
    const spot = aGroup("spot", { priority: 9, shortages: ends });
    const cluster = aCluster([spot, GENERAL], { expanders: ["priority"] }, {})
      .apply(1, aWorkload({ replicas: 4 }))
      .run(2_000);
    const [first, second] = growths(cluster);
    expect([first?.[1], second?.[1]]).toEqual(["spot", "general"]);
    expect((second?.[0] ?? 0) - (first?.[0] ?? 0)).toBeGreaterThanOrEqual(900);
    expect((second?.[0] ?? 0) - (first?.[0] ?? 0)).toBeLessThanOrEqual(920);
    expect(notes(cluster, "ScaleUpTimedOut")).toEqual(["Nodes added to group spot failed to register within 15m0s"]);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(4);
  });

  test("a provider that says so is believed at the next look", () => {
    const spot = aGroup("spot", { priority: 9, shortages: [{ fromUs: 0, untilUs: NEVER, isTold: true }] });
    const cluster = aCluster([spot, GENERAL], { expanders: ["priority"] }, {})
      .apply(1, aWorkload({}))
      .run(300);
    const [first, second] = growths(cluster);
    expect((second?.[0] ?? 0) - (first?.[0] ?? 0)).toBeLessThanOrEqual(20);
  });

  test("alone, it is tried again after 5 min, then 10, then 20, then 30", () => {
    const spot = aGroup("spot", { shortages: [{ fromUs: 0, untilUs: NEVER, isTold: true }] });
    const cluster = aCluster([spot], {}, {}).apply(1, aWorkload({})).run(5_500);
    const tries = growths(cluster).map(([at]) => at);
    const minutes = tries.slice(1).map((at, k) => Math.round((at - (tries[k] ?? 0)) / 60));
    expect(minutes).toEqual([5, 10, 20, 30]);
  });
});

describe("controllers 5.12-5.22: nodes that nobody needs", () => {
  test("an empty node goes 10 min after it was last needed, the delay after a scale-up past as well", () => {
    const cluster = aCluster([GENERAL])
      .apply(1, aWorkload({ replicas: 10 }))
      .scale(300, 3)
      .run(3_000);
    const removed = cluster.facts(nodeRemoved);
    expect(removed.length).toBeGreaterThanOrEqual(2);
    for (const { at } of removed) {
      expect(at).toBeGreaterThan(900);
      expect(at).toBeLessThan(1_700);
    }
    expect(resizes(cluster, "scale-down")).toBe(removed.length);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(3);
  });

  test("no group goes below its minimum", () => {
    const cluster = aCluster([aGroup("general", { min: 2 })], {}, { general: 3 }).run(3_000);
    expect(cluster.nodeNames()).toHaveLength(2);
  });

  test("5.18 ten empty ones at a time", () => {
    const cluster = aCluster([aGroup("general", { max: 30 })], {}, { general: 25 }).run(3_000);
    const byInstant = new Map<number, number>();
    for (const { at } of cluster.facts(nodeRemoved)) byInstant.set(at, (byInstant.get(at) ?? 0) + 1);
    expect([...byInstant.values()]).toEqual([10, 10, 5]);
    const [first] = byInstant.keys();
    expect(first).toBeGreaterThan(600);
    expect(first).toBeLessThan(630);
  });

  test("5.13, 5.18 half-empty nodes are drained one by one until the rest is used well", () => {
    const cluster = aCluster([GENERAL], {}, { general: 4 })
      .apply(1, aWorkload({ replicas: 4 }))
      .run(6_000);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(4);
    expect(cluster.nodeNames().length).toBeLessThanOrEqual(2);
    const times = cluster.facts(nodeRemoved).map(({ at }) => at);
    expect(new Set(times).size).toBe(times.length);
    expect(cluster.facts(podDeletionRequested).every(({ data }) => data.by === "eviction-api")).toBe(true);
  });

  test.each<[string, Parameters<typeof aWorkload>[0]]>([
    ["annotated as not safe to evict", { annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } }],
    ["local storage", { pod: { volumes: [{ name: "scratch", emptyDir: {} }] } }],
  ])("5.15 %s keeps a node", (_, parts) => {
    const cluster = aCluster([GENERAL], {}, { general: 2 })
      .apply(1, aWorkload({ replicas: 2, ...parts }))
      .run(6_000);
    expect(cluster.nodeNames()).toHaveLength(2);
    const freed = { annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" } };
    if (parts.annotations !== undefined) return;
    const other = aCluster([GENERAL], {}, { general: 2 })
      .apply(1, aWorkload({ replicas: 2, ...parts, ...freed }))
      .run(6_000);
    expect(other.nodeNames()).toHaveLength(1);
  });

  test("5.15 a budget without room keeps a node", () => {
    const cluster = aCluster([GENERAL], {}, { general: 2 })
      .apply(0.5, aBudgetOf({ maxUnavailable: 0 }))
      .apply(1, aWorkload({ replicas: 2 }))
      .run(6_000);
    expect(cluster.nodeNames()).toHaveLength(2);
  });

  test("5.16 a node that is needed once in between begins anew", () => {
    const cluster = aCluster([GENERAL], {}, { general: 2 })
      .apply(1, aWorkload({ replicas: 2, cpu: "3" }))
      .scale(100, 1)
      .scale(500, 2)
      .scale(600, 1)
      .run(2_000);
    const [gone] = cluster.facts(nodeRemoved);
    expect(gone?.at).toBeGreaterThan(600 + (10 * MINUTE) / SECOND);
  });
});
