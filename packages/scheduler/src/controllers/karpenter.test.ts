import { nodeAdded, nodeAutoscalerNoted, nodeRemoved, nodeTainted, podDeletionRequested } from "@podsim/core";
import { HOUR, MINUTE, SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { aBudgetOf, aNodeOf, aWorkload, WholeCluster } from "../../testing/whole-cluster.js";
import type { KarpenterSettings, NodePool, Offering } from "../node-autoscaling/karpenter/node-pool.js";
import type { ApiRequest } from "../api-server/request.js";
import { nodeOf } from "../node-autoscaling/node-group.js";

const offering = (name: string, cpu: string, pricePerHour: number, over: Partial<Offering> = {}): Offering => ({
  name,
  pricePerHour,
  isSpot: false,
  template: aNodeOf("x", cpu, {
    labels: {
      "karpenter.sh/nodepool": "default",
      "node.kubernetes.io/instance-type": name,
      "karpenter.sh/capacity-type": over.isSpot === true ? "spot" : "on-demand",
    },
  }),
  shortages: [],
  ...over,
});

const SMALL = offering("small", "2", 0.1);
const MEDIUM = offering("medium", "4", 0.19);
const LARGE = offering("large", "8", 0.36);

const aPool = (over: Partial<NodePool> = {}): NodePool => ({
  name: "default",
  weight: 0,
  offerings: [SMALL, MEDIUM, LARGE],
  limitMilliCpu: null,
  consolidates: "WhenEmptyOrUnderutilized",
  consolidateAfterUs: 0,
  expireAfterUs: null,
  budgets: [{ nodes: { percent: 100 }, reasons: null, window: null }],
  driftsAtUs: null,
  provision: { kind: "constant", value: 40 * SECOND },
  ...over,
});

const aCluster = (pool: NodePool, start: readonly Offering[] = []): WholeCluster => {
  const karpenter: KarpenterSettings = { pools: [pool], batchIdleUs: SECOND, batchMaxUs: 10 * SECOND };
  const nodes = start.map(({ template }, k) => nodeOf(template, `default-${String(k + 1)}`));
  return new WholeCluster({ karpenter, nodes });
};

const bought = (cluster: WholeCluster): readonly string[] =>
  cluster
    .facts(nodeAutoscalerNoted)
    .filter(({ data }) => data.reason === "Launched")
    .map(({ data }) => data.message.slice("Launched ".length));

const disrupted = (cluster: WholeCluster): readonly string[] =>
  cluster
    .facts(nodeAutoscalerNoted)
    .filter(({ data }) => data.reason === "DisruptionTerminating")
    .map(({ data }) => data.message.slice("Disrupting Node: ".length));

describe("controllers 5.24-5.30: machines for pods that wait", () => {
  test("5.24 a second after the last of a batch, together in as few machines as hold them, the cheapest that do", () => {
    const cluster = aCluster(aPool({ consolidateAfterUs: null }))
      .apply(1, aWorkload({ replicas: 5 }))
      .run(120);
    expect(bought(cluster)).toEqual(["large"]);
    const [first] = cluster.facts(nodeAdded);
    expect(first?.at).toBeGreaterThan(1 + 1 + 40);
    expect(first?.at).toBeLessThan(1 + 10 + 41);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(5);
  });

  test("5.29 one that holds just what waits, if that is cheaper", () => {
    expect(
      bought(
        aCluster(aPool())
          .apply(1, aWorkload({ replicas: 3 }))
          .run(120),
      ),
    ).toEqual(["medium"]);
  });

  test("5.29 what cannot be had is passed over", () => {
    const none = { ...MEDIUM, shortages: [{ fromUs: 0, untilUs: HOUR, isTold: true }] };
    const cluster = aCluster(aPool({ offerings: [SMALL, none, LARGE] }))
      .apply(1, aWorkload({ replicas: 3 }))
      .run(120);
    expect(bought(cluster)).toEqual(["large"]);
  });

  test("5.27 pods that keep off each other get a machine each", () => {
    const apart = {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "web" } } },
          ],
        },
      },
    };
    const cluster = aCluster(aPool())
      .apply(1, aWorkload({ replicas: 3, pod: apart }))
      .run(120);
    expect(bought(cluster)).toEqual(["small", "small", "small"]);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(3);
  });

  test("5.27 a pool buys no more than its limit", () => {
    const cluster = aCluster(aPool({ limitMilliCpu: 8_000 }))
      .apply(1, aWorkload({ replicas: 20 }))
      .run(300);
    expect(bought(cluster)).toEqual(["large"]);
  });

  test("5.25 those that machines on their way will hold buy nothing", () => {
    const cluster = aCluster(aPool({ consolidateAfterUs: null }))
      .apply(1, aWorkload({ replicas: 5 }))
      .scale(20, 8)
      .run(120);
    expect(bought(cluster)).toEqual(["large"]);
  });
});

describe("controllers 5.32-5.40: consolidation", () => {
  test("5.34 empty nodes go all at once, 15 s after it was thought of", () => {
    const cluster = aCluster(aPool({ consolidateAfterUs: MINUTE }), [SMALL, SMALL, SMALL]).run(600);
    expect(disrupted(cluster)).toEqual(["Empty/Delete", "Empty/Delete", "Empty/Delete"]);
    const times = cluster.facts(nodeRemoved).map(({ at }) => at);
    expect(new Set(times).size).toBe(1);
    expect(times[0]).toBeGreaterThanOrEqual(75);
    expect(times[0]).toBeLessThan(90);
  });

  test("5.36 two half-empty machines become one", () => {
    const cluster = aCluster(aPool(), [MEDIUM, MEDIUM])
      .apply(1, aWorkload({ replicas: 2 }))
      .run(1_200);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(2);
    const left = [...cluster.world.nodes.values()].map(({ labels }) => labels["node.kubernetes.io/instance-type"]);
    expect(left).toEqual(["small"]);
  });

  test("5.40 a replacement is there before the old one goes", () => {
    const cluster = aCluster(aPool(), [LARGE])
      .apply(1, aWorkload({ replicas: 1 }))
      .run(600);
    expect(disrupted(cluster)).toEqual(["Underutilized/Replace"]);
    const arrived = cluster.facts(nodeAdded)[1]?.at ?? 0;
    const [evicted] = cluster.facts(podDeletionRequested);
    expect(evicted?.at).toBeGreaterThanOrEqual(arrived);
    expect(cluster.facts(nodeTainted)[0]?.data.key).toBe("karpenter.sh/disrupted");
  });

  test("5.38 equal prices never consolidate", () => {
    const twins = [offering("a", "4", 0.2), offering("b", "4", 0.2)];
    const cluster = aCluster(aPool({ offerings: twins }), [twins[0] ?? MEDIUM])
      .apply(1, aWorkload({}))
      .run(1_200);
    expect(disrupted(cluster)).toEqual([]);
  });

  test.each<[string, Partial<NodePool>, Parameters<typeof aWorkload>[0]]>([
    ["WhenEmpty", { consolidates: "WhenEmpty" }, {}],
    ["Never", { consolidateAfterUs: null }, {}],
    ["a budget of 0", { budgets: [{ nodes: { count: 0 }, reasons: null, window: null }] }, {}],
    ["do-not-disrupt", {}, { annotations: { "karpenter.sh/do-not-disrupt": "true" } }],
  ])("5.33 %s keeps a node", (_, pool, parts) => {
    const cluster = aCluster(aPool(pool), [LARGE]).apply(1, aWorkload(parts)).run(1_200);
    expect(disrupted(cluster)).toEqual([]);
  });

  test("5.33 so does a PodDisruptionBudget without room", () => {
    const cluster = aCluster(aPool(), [LARGE])
      .apply(0.5, aBudgetOf({ maxUnavailable: 0 }))
      .apply(1, aWorkload({}))
      .run(1_200);
    expect(disrupted(cluster)).toEqual([]);
  });

  test("where nothing can change no look is made", () => {
    const cluster = aCluster(aPool(), [SMALL])
      .apply(1, aWorkload({ replicas: 2 }))
      .run(3_000);
    const { length } = cluster;
    expect(cluster.run(500_000).length).toBe(length);
  });
});

describe("controllers 5.41, 5.42: age and drift", () => {
  test("nodes that are too old go all at once, whatever the budgets say; replacements are bought when their pods are evicted", () => {
    const pool = aPool({
      expireAfterUs: 10 * MINUTE,
      consolidateAfterUs: null,
      budgets: [{ nodes: { count: 0 }, reasons: null, window: null }],
    });
    const cluster = aCluster(pool, [SMALL, SMALL])
      .apply(1, aWorkload({ replicas: 4 }))
      .run(1_000);
    const expired = cluster.facts(nodeTainted).filter(({ data }) => data.key === "karpenter.sh/disrupted");
    expect(expired.map(({ at }) => at)).toEqual([600, 600]);
    const evicted = cluster.facts(podDeletionRequested).map(({ at }) => at);
    expect(evicted.every((at) => at >= 600 && at < 605)).toBe(true);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(4);
  });

  test("controllers 9.9: a node that its cloud takes back is drained at the notice; its pods have a node before it is gone", () => {
    const pool = aPool({ consolidateAfterUs: null, budgets: [{ nodes: { count: 0 }, reasons: null, window: null }] });
    const reclaim = {
      ...{ verb: "reclaim", nodes: { names: ["default-1"] }, noticeUs: 2 * MINUTE },
      ...{ drain: null, deletedAfterUs: null },
    };
    const cluster = aCluster(pool, [SMALL])
      .apply(1, aWorkload({ replicas: 1 }))
      .ask(600, reclaim as ApiRequest)
      .run(1_000);
    const tainted = cluster.facts(nodeTainted).filter(({ data }) => data.key === "karpenter.sh/disrupted");
    expect(tainted.map(({ at }) => at)).toEqual([600]);
    expect(disrupted(cluster)).toEqual(["SpotInterrupted/Delete"]);
    expect(cluster.facts(podDeletionRequested)[0]?.at).toBeLessThan(605);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(1);
    expect(cluster.nodeNames()).not.toContain("default-1");
  });

  test("drifted nodes are replaced one after the other, as many at a time as the budget allows", () => {
    const pool = aPool({
      driftsAtUs: 5 * MINUTE,
      consolidateAfterUs: null,
      budgets: [{ nodes: { count: 1 }, reasons: null, window: null }],
    });
    const cluster = aCluster(pool, [SMALL, SMALL, SMALL])
      .apply(1, aWorkload({ replicas: 6 }))
      .run(3_000);
    expect(disrupted(cluster)).toEqual(["Drifted/Replace", "Drifted/Replace", "Drifted/Replace"]);
    const tainted = cluster.facts(nodeTainted).filter(({ data }) => data.key === "karpenter.sh/disrupted");
    const removed = cluster.facts(nodeRemoved).map(({ at }) => at);
    expect(tainted[1]?.at).toBeGreaterThanOrEqual(removed[0] ?? Infinity);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(6);
  });
});
