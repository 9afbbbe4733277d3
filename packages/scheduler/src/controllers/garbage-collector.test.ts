import { deploymentDeleted, podDeletionRequested, podRemoved, replicaSetDeleted } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aDeployment, aReplicaSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";

describe("background deletion", () => {
  test("a Deployment's ReplicaSets go after it, old ones too, and their pods after that", () => {
    const cluster = new SmallCluster({ stopsAfter: 10 })
      .apply(1, aDeployment())
      .apply(60, aDeployment({ image: "web:2" }))
      .apply(60, aDeployment({ name: "other" }))
      .at(120, (out) => out.record(deploymentDeleted, 0, {}))
      .run(200);
    expect(cluster.facts(replicaSetDeleted).map(({ at }) => at)).toEqual([120.01, 120.01]);
    const requested = cluster.facts(podDeletionRequested).filter(({ data }) => data.by === "garbage-collector");
    expect(requested.map(({ at }) => at)).toEqual([120.02, 120.02, 120.02]);
    expect(requested.every(({ data }) => data.graceSeconds === 30)).toBe(true);
    expect(cluster.world.pods.size).toBe(3);
    expect(cluster.world.replicaSets.size).toBe(1);
  });

  test("a ReplicaSet that is deleted under its Deployment is made anew", () => {
    const cluster = new SmallCluster()
      .apply(1, aDeployment())
      .at(60, (out) => out.record(replicaSetDeleted, 0, {}))
      .run(120);
    expect(cluster.facts(podRemoved)).toHaveLength(3);
    expect(cluster.world.pods.size).toBe(3);
    const [set] = [...cluster.world.replicaSets.values()];
    expect(set?.ix).toBe(1);
    expect(set?.status).toEqual({ replicas: 3, readyReplicas: 3, availableReplicas: 3 });
  });

  test("pods that no node has go at once", () => {
    const cluster = new SmallCluster({ schedules: false })
      .apply(1, aReplicaSet())
      .at(60, (out) => out.record(replicaSetDeleted, 0, {}))
      .run(120);
    expect(cluster.facts(podRemoved).map(({ at }) => at)).toEqual([60.01, 60.01, 60.01]);
  });
});
