import {
  budgetDeleted,
  evictionRefused,
  isReady,
  nodeCordoned,
  podBound,
  podCreated,
  podDeletionRequested,
  podDisruptionTargeted,
  podRemoved,
  requestRefused,
} from "@podsim/core";
import type { EventDefinition, NodeIx, PodDisruptionBudget } from "@podsim/core";
import { aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { aDeployment, SmallCluster } from "../../testing/small-cluster.js";
import type { SmallClusterOptions } from "../../testing/small-cluster.js";
import type { DrainOrder } from "./drain.js";
import { drainActor } from "./drain.js";
import type { DrainActor } from "./drain.js";

const aBudget = (spec: Partial<PodDisruptionBudget["spec"]>, name = "web"): PodDisruptionBudget => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name, namespace: "default", labels: {}, annotations: {} },
  spec: { selector: { matchLabels: { app: "web" } }, unhealthyPodEvictionPolicy: "IfHealthyBudget", ...spec },
});

interface Draining {
  readonly cluster: SmallCluster;
  readonly drain: (at: number, nodes: readonly number[], order?: Partial<DrainOrder>) => void;
}

const aCluster = (options: SmallClusterOptions = {}): Draining => {
  let drains: DrainActor | undefined;
  const cluster = new SmallCluster({
    ...options,
    actors: (plane) => {
      drains = drainActor(plane);
      return [drains];
    },
  });
  const drain: Draining["drain"] = (at, nodes, order = {}) => {
    cluster.at(at, (out, _world, now) => {
      for (const node of nodes) out.record(nodeCordoned, node, {});
      const usual = { gracePeriodSeconds: null, respectBudgets: true, force: false, timeoutUs: null };
      const full: DrainOrder = { nodes: nodes as NodeIx[], ignoreDaemonSets: true, ...usual, ...order };
      if (drains !== undefined) out.plan(now, drains.intend(full));
    });
  };
  return { cluster, drain };
};

const times = <Data extends object>(cluster: SmallCluster, definition: EventDefinition<string, Data>) =>
  cluster.facts(definition).map(({ at }) => at);

const readyCount = (cluster: SmallCluster): number =>
  [...cluster.world.pods.values()].filter((pod) => isReady(pod) && pod.deletion === null).length;

describe("a drain without budgets", () => {
  test("controllers 1.37: all pods of the node are evicted at once, with their own grace", () => {
    const { cluster, drain } = aCluster();
    cluster.apply(0, aDeployment({ replicas: 9 }));
    drain(100, [0]);
    cluster.run(200);
    const deleted = cluster.facts(podDeletionRequested);
    expect(deleted.map(({ at, data }) => [at, data.by, data.graceSeconds])).toEqual([
      [100, "eviction-api", 30],
      [100, "eviction-api", 30],
      [100, "eviction-api", 30],
    ]);
    expect(cluster.facts(podDisruptionTargeted).map(({ data }) => data)).toEqual(
      [1, 2, 3].map(() => ({ reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" })),
    );
    expect(cluster.world.pods.onNode(0 as NodeIx).size).toBe(0);
    expect(readyCount(cluster)).toBe(9);
  });

  test("controllers 1.37: --grace-period goes along", () => {
    const { cluster, drain } = aCluster();
    cluster.apply(0, aDeployment({ replicas: 3 }));
    drain(100, [0], { gracePeriodSeconds: 5 });
    cluster.run(200);
    expect(cluster.facts(podDeletionRequested).map(({ data }) => data.graceSeconds)).toEqual([5]);
  });

  test("controllers 1.38: the next node's turn comes when the first one's pods are gone, at a poll each second", () => {
    const { cluster, drain } = aCluster({ stopsAfter: 2.5 });
    cluster.apply(0, aDeployment({ replicas: 3 }));
    drain(100, [0, 1]);
    cluster.run(200);
    expect(times(cluster, podDeletionRequested)).toEqual([100, 103]);
  });

  test("controllers 1.37: a bare pod stops the drain of its node before it begins; --force takes it along", () => {
    const bare = {
      apiVersion: "v1" as const,
      kind: "Pod" as const,
      metadata: { name: "bare", namespace: "default", labels: {}, annotations: {} },
      spec: aSpec(),
    };
    const make = () => {
      const made = aCluster({ nodes: 2, schedules: false });
      made.cluster.apply(0, bare).at(0, (out) => {
        out.record(podBound, 0, { node: "node-0", nodeIx: 0, by: "manifest" });
      });
      return made;
    };
    const refused = make();
    refused.drain(100, [0, 1]);
    refused.cluster.run(200);
    expect(times(refused.cluster, podDeletionRequested)).toEqual([]);
    expect(refused.cluster.facts(requestRefused).map(({ data }) => data)).toEqual([
      {
        kind: "Node",
        namespace: "",
        name: "node-0",
        message:
          'unable to drain node "node-0" due to error: cannot delete cannot delete Pods that declare no controller ' +
          "(use --force to override): default/bare",
      },
    ]);
    const forced = make();
    forced.drain(100, [0], { force: true });
    forced.cluster.run(200);
    expect(times(forced.cluster, podDeletionRequested)).toEqual([100]);
  });

  test("controllers 1.37: of two nodes the one with a bare pod is left, the other drained", () => {
    const { cluster, drain } = aCluster({ nodes: 2 });
    cluster.apply(0, aDeployment({ replicas: 2 })).at(50, (out, world) => {
      const podIx = world.pods.nextIx;
      const template = { metadata: { labels: {}, annotations: {} }, spec: aSpec() };
      const owner = { ownerKind: null, ownerName: null, ownerIx: null };
      out.record(podCreated, podIx, { podIx, namespace: "default", name: "bare", uid: "u", template, ...owner });
      out.record(podBound, podIx, { node: "node-0", nodeIx: 0, by: "manifest" });
    });
    drain(100, [0, 1]);
    cluster.run(110);
    const drained = cluster.facts(podDeletionRequested).map(({ subject }) => cluster.world.pods.at(subject));
    expect(drained).toHaveLength(1);
    expect(cluster.world.pods.onNode(0 as NodeIx).size).toBe(2);
    expect(cluster.world.pods.onNode(1 as NodeIx).size).toBe(0);
  });
});

describe("a drain against budgets", () => {
  test("controllers 1.40: a budget of one lets one pod go per replacement, at the next retry, and is never undercut", () => {
    const { cluster, drain } = aCluster({ nodes: 2, readyAfter: () => 7, stopsAfter: 1 });
    cluster.apply(0, aDeployment({ replicas: 6 })).apply(0, aBudget({ maxUnavailable: 1 }));
    drain(100, [0]);
    let fewest = Infinity;
    cluster.run(95);
    cluster.run(300, () => {
      fewest = Math.min(fewest, readyCount(cluster));
    });
    // Ready again 7 s after each eviction: the retry after that is 10 s after it.
    expect(times(cluster, podDeletionRequested)).toEqual([100, 110, 120]);
    expect(fewest).toBe(5);
    expect(cluster.facts(evictionRefused).map(({ at, data }) => [at, data.budget])).toEqual([
      [100, "web"],
      [100, "web"],
    ]);
    expect(cluster.world.pods.onNode(0 as NodeIx).size).toBe(0);
  });

  test("controllers 6.17: a drain that can never end asks once per pod and waits, without ticking", () => {
    const { cluster, drain } = aCluster({ nodes: 2 });
    cluster.apply(0, aDeployment({ replicas: 2 })).apply(0, aBudget({ maxUnavailable: 0 }));
    drain(100, [0]);
    expect(cluster.runUntil(100_000)).toBe("agenda-empty");
    expect(times(cluster, evictionRefused)).toEqual([100]);
    expect(times(cluster, podDeletionRequested)).toEqual([]);
  });

  test("a budget that goes lets the retry after that through", () => {
    const { cluster, drain } = aCluster({ nodes: 2 });
    cluster.apply(0, aDeployment({ replicas: 2 })).apply(0, aBudget({ maxUnavailable: 0 }));
    drain(100, [0]);
    cluster.at(131, (out) => {
      out.record(budgetDeleted, 0, {});
    });
    cluster.run(200);
    expect(times(cluster, podDeletionRequested)).toEqual([135]);
  });

  test("controllers 1.37: --disable-eviction deletes, whatever the budget says", () => {
    const { cluster, drain } = aCluster({ nodes: 2 });
    cluster.apply(0, aDeployment({ replicas: 4 })).apply(0, aBudget({ maxUnavailable: 0 }));
    drain(100, [0], { respectBudgets: false });
    cluster.run(200);
    expect(cluster.facts(podDeletionRequested).map(({ at, data }) => [at, data.by])).toEqual([
      [100, "user"],
      [100, "user"],
    ]);
    expect(times(cluster, podDisruptionTargeted)).toEqual([]);
  });

  test("controllers 1.39b: with two budgets the pod fails, the others go, and the drain says so in the end", () => {
    const { cluster, drain } = aCluster({ nodes: 2 });
    cluster.apply(0, aDeployment({ replicas: 2 })).apply(10, aDeployment({ name: "db", replicas: 2 }));
    cluster.apply(0, aBudget({ maxUnavailable: 1 })).apply(0, aBudget({ maxUnavailable: 1 }, "web-too"));
    drain(100, [0]);
    cluster.run(300);
    expect(times(cluster, podDeletionRequested)).toEqual([100]);
    const [refusal] = cluster.facts(requestRefused);
    expect(refusal?.at).toBe(101);
    expect(refusal?.data.message).toMatch(
      /^unable to drain node "node-0" due to error: error when evicting pods\/"web-\S+" -n "default": This pod has more than one PodDisruptionBudget, which the eviction subresource does not support\.$/,
    );
  });

  test("controllers 1.37: --timeout gives a node up and goes on with the next", () => {
    const { cluster, drain } = aCluster({ nodes: 3 });
    cluster.apply(0, aDeployment({ replicas: 1 })).apply(0, aBudget({ maxUnavailable: 0 }));
    cluster.apply(10, aDeployment({ name: "db", replicas: 1 }));
    drain(100, [0, 1], { timeoutUs: 60_000_000 });
    cluster.run(300);
    expect(times(cluster, podDeletionRequested)).toEqual([160]);
    expect(cluster.facts(requestRefused).map(({ at }) => at)).toEqual([160]);
    expect(cluster.facts(requestRefused)[0]?.data.message).toContain("global timeout reached: 1m0s");
  });

  test("a pod that somebody else removes is done with", () => {
    const { cluster, drain } = aCluster({ nodes: 2 });
    cluster.apply(0, aDeployment({ replicas: 2 })).apply(0, aBudget({ maxUnavailable: 0 }));
    drain(100, [0, 1], {});
    cluster.at(112, (out, world) => {
      for (const podIx of world.pods.onNode(0 as NodeIx)) out.record(podRemoved, podIx, {});
    });
    cluster.run(300);
    // Noticed at the retry at 115 s; then the second node's pod is refused.
    expect(times(cluster, evictionRefused)).toEqual([100, 115]);
  });
});
