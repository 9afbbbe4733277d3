import { budgetDeleted, budgetStatusUpdated, podMarkedNotReady } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aBudget, aDeployment, aReplicaSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import { requestDeletion } from "../api-server/request-deletion.js";

/** expected, healthy, desired, allowed. */
const numbers = (cluster: SmallCluster, budget = 0): readonly number[] => {
  const status = cluster.world.budgets.at(budget)?.status;
  return status === undefined
    ? []
    : [status.expectedPods, status.currentHealthy, status.desiredHealthy, status.disruptionsAllowed];
};

describe("disruption budgets", () => {
  test("controllers 6.12-6.15: a budget follows its pods", () => {
    const cluster = new SmallCluster()
      .apply(1, aBudget({ minAvailable: 2 }))
      .apply(1, aReplicaSet())
      .at(30, (out) => out.record(podMarkedNotReady, 0, {}))
      .at(40, (out, world, now) => {
        const pod = world.pods.at(1);
        if (pod !== undefined) requestDeletion(pod, now, "user", out);
      })
      .run(20);
    expect(numbers(cluster)).toEqual([3, 3, 2, 1]);
    cluster.run(35);
    expect(numbers(cluster)).toEqual([3, 2, 2, 0]);
    cluster.run(40.5);
    // The pod on its way out is still one of those that are matched, but is not healthy.
    expect(numbers(cluster)).toEqual([4, 1, 2, 0]);
    cluster.run(60);
    expect(numbers(cluster)).toEqual([3, 2, 2, 0]);
  });

  test("controllers 6.12: a Deployment's pods of any version count once, for its size", () => {
    const cluster = new SmallCluster({ readyAfter: ({ identity }) => (identity.ix > 9 ? null : 1) })
      .apply(1, aBudget({ maxUnavailable: "30%" }))
      .apply(1, aDeployment({ replicas: 10 }))
      .apply(60, aDeployment({ replicas: 10, image: "web:2" }))
      .run(59);
    expect(numbers(cluster)).toEqual([10, 10, 7, 3]);
    cluster.run(120);
    expect(numbers(cluster)).toEqual([10, 8, 7, 1]);
  });

  test("controllers 6.12: several controllers are added up", () => {
    const selector = { matchExpressions: [{ key: "app", operator: "Exists" as const }] };
    const cluster = new SmallCluster()
      .apply(1, aBudget({ minAvailable: "50%", selector }))
      .apply(1, aReplicaSet({ replicas: 3 }))
      .apply(1, aReplicaSet({ name: "other", replicas: 4 }))
      .run(60);
    expect(numbers(cluster)).toEqual([7, 7, 4, 3]);
  });

  test("only pods of its namespace count; a null selector matches none, an empty one all", () => {
    const cluster = new SmallCluster()
      .apply(1, aBudget({ minAvailable: 1, selector: {} }))
      .apply(1, {
        ...aBudget({ minAvailable: 1 }, "none"),
        spec: { minAvailable: 1, unhealthyPodEvictionPolicy: "IfHealthyBudget" },
      })
      .apply(1, aReplicaSet())
      .apply(1, aDeployment({ namespace: "elsewhere", replicas: 5 }))
      .run(60);
    expect(numbers(cluster, 0)).toEqual([3, 3, 1, 2]);
    expect(numbers(cluster, 1)).toEqual([0, 0, 1, 0]);
  });

  test("a budget made or changed later counts the pods that are there", () => {
    const cluster = new SmallCluster()
      .apply(1, aReplicaSet())
      .apply(30, aBudget({ maxUnavailable: 1 }))
      .apply(40, aBudget({ maxUnavailable: 1, selector: { matchLabels: { app: "nobody" } } }))
      .apply(50, aBudget({ maxUnavailable: 2 }))
      .run(60);
    expect(cluster.facts(budgetStatusUpdated).map(({ data }) => Object.values(data))).toEqual([
      [3, 3, 2, 1],
      [0, 0, 0, 0],
      [3, 3, 1, 2],
    ]);
  });

  test("one that is deleted takes nothing from another over the same pods", () => {
    const cluster = new SmallCluster()
      .apply(1, aBudget({ maxUnavailable: 1 }))
      .apply(1, aBudget({ minAvailable: 1 }, "second"))
      .apply(1, aReplicaSet())
      .at(30, (out) => out.record(budgetDeleted, 0, {}))
      .at(40, (out) => out.record(podMarkedNotReady, 0, {}))
      .run(60);
    expect(numbers(cluster, 1)).toEqual([3, 2, 1, 1]);
    expect(cluster.facts(budgetStatusUpdated, 0).every(({ at }) => at < 30)).toBe(true);
  });

  test("nothing is written where nothing changes", () => {
    const cluster = new SmallCluster()
      .apply(1, aBudget({ minAvailable: 2 }))
      .apply(1, aReplicaSet())
      .apply(30, aBudget({ minAvailable: 2 }))
      .run(60);
    expect(cluster.facts(budgetStatusUpdated).every(({ at }) => at < 30)).toBe(true);
  });
});
