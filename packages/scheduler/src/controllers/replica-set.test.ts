import {
  podAdopted,
  podCreated,
  podDeletionRequested,
  podFailedByController,
  podMarkedNotReady,
  podRemoved,
  priorityClassApplied,
  replicaSetCreateFailed,
  replicaSetCreateRecovered,
  replicaSetDeleted,
  replicaSetScaled,
  replicaSetStatusUpdated,
} from "@podsim/core";
import type { Deployment, Pod, PodIx, PriorityClass, ResourceQuota } from "@podsim/core";
import { aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { aBudget, aDeployment, aReplicaSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import { requestDeletion } from "../api-server/request-deletion.js";

const scale = (cluster: SmallCluster, seconds: number, from: number, to: number): SmallCluster =>
  cluster.at(seconds, (out) => out.record(replicaSetScaled, 0, { from, to }));

const deletePod = (cluster: SmallCluster, seconds: number, podIx: number, grace: number | null = null): SmallCluster =>
  cluster.at(seconds, (out, world, now) => {
    const pod = world.pods.at(podIx);
    if (pod !== undefined) requestDeletion(pod, now, "user", out, grace);
  });

const livingOf = (cluster: SmallCluster, replicaSet = 0): readonly PodIx[] => [
  ...cluster.world.pods.ofReplicaSet(replicaSet),
];

describe("creating pods", () => {
  test("controllers 2.1, 2.2: in batches of 1, 2, 4 …, an API round trip apart", () => {
    const cluster = new SmallCluster().apply(1, aReplicaSet({ replicas: 10 })).run(30);
    const created = cluster.facts(podCreated).map(({ at }) => at);
    expect(created).toEqual([1.01, 1.02, 1.02, 1.03, 1.03, 1.03, 1.03, 1.04, 1.04, 1.04]);
  });

  test("controllers 2.1: at most 500 in one sync; the next begins with one again", () => {
    const cluster = new SmallCluster({ nodes: 1, schedules: false }).apply(1, aReplicaSet({ replicas: 600 })).run(30);
    const sizes = new Map<number, number>();
    for (const { at } of cluster.facts(podCreated)) sizes.set(at, (sizes.get(at) ?? 0) + 1);
    expect([...sizes.values()]).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 245, 1, 2, 4, 8, 16, 32, 37]);
  });

  test("a size that is cut while pods are being created is met afterwards", () => {
    const cluster = scale(new SmallCluster().apply(1, aReplicaSet({ replicas: 100 })), 1.045, 100, 5).run(60);
    expect(cluster.facts(podCreated)).toHaveLength(100);
    expect(livingOf(cluster)).toHaveLength(5);
  });

  test("deleted while pods are being created, it creates no more", () => {
    const cluster = new SmallCluster()
      .apply(1, aReplicaSet({ replicas: 100 }))
      .at(1.035, (out) => out.record(replicaSetDeleted, 0, {}))
      .run(60);
    expect(cluster.facts(podCreated)).toHaveLength(7);
    expect(cluster.world.pods.size).toBe(0);
  });

  test("names and UIDs depend on the ReplicaSet alone, not on what else there is", () => {
    const named = (cluster: SmallCluster) =>
      cluster
        .run(60)
        .facts(podCreated)
        .filter(({ data }) => data.ownerName === "web")
        .map(({ data }) => [data.name, data.uid]);
    const alone = named(new SmallCluster().apply(1, aReplicaSet({ replicas: 20 })));
    const crowded = named(
      new SmallCluster()
        .apply(0.5, aReplicaSet({ name: "other", replicas: 30 }))
        .apply(1, aReplicaSet({ replicas: 20 })),
    );
    expect(crowded).toEqual(alone);
    expect(new Set(alone.map(([name]) => name)).size).toBe(20);
    expect(named(new SmallCluster({ seed: 2 }).apply(1, aReplicaSet({ replicas: 20 })))).not.toEqual(alone);
  });
});

const barePod = (name: string, labels: Readonly<Record<string, string>> = { app: "web" }): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default", labels, annotations: {} },
  spec: aSpec(),
});

describe("bare pods that the selector matches (the ReplicaSet page's frontend)", () => {
  test("made before the ReplicaSet they are adopted, so it makes only the missing ones", () => {
    const cluster = new SmallCluster()
      .apply(1, barePod("pod1"))
      .apply(1, barePod("pod2"))
      .apply(1, barePod("stranger", { app: "other" }))
      .apply(10, aReplicaSet())
      .run(60);
    expect(cluster.facts(podAdopted).map(({ subject }) => subject)).toEqual([0, 1]);
    expect(cluster.facts(podCreated)).toHaveLength(4);
    expect(livingOf(cluster)).toEqual([0, 1, 3]);
    expect(cluster.world.replicaSets.at(0)?.status).toEqual({ replicas: 3, readyReplicas: 3, availableReplicas: 3 });
    expect(cluster.world.pods.find("default", "pod1")?.identity.owner).toEqual({
      kind: "ReplicaSet",
      name: "web",
      ix: 0,
    });
  });

  test("made after it, they are surplus and go at once", () => {
    const cluster = new SmallCluster()
      .apply(1, aReplicaSet())
      .apply(10, barePod("pod1"))
      .apply(10, barePod("pod2"))
      .run(60);
    expect(cluster.facts(podDeletionRequested).map(({ at, subject }) => [at, subject])).toEqual([
      [10.02, 3],
      [10.02, 4],
    ]);
    expect(livingOf(cluster)).toEqual([0, 1, 2]);
    expect(cluster.world.replicaSets.at(0)?.status.replicas).toBe(3);
  });

  test("an adopted pod goes with its ReplicaSet", () => {
    const cluster = new SmallCluster()
      .apply(1, barePod("pod1"))
      .apply(10, aReplicaSet())
      .at(30, (out) => out.record(replicaSetDeleted, 0, {}))
      .run(60);
    expect(cluster.world.pods.size).toBe(0);
    expect(cluster.world.pods.countsOf(0)).toEqual({ active: 0, ready: 0, terminating: 0 });
  });

  test("one that is on its way out, or has finished, stays as it is", () => {
    const cluster = new SmallCluster({ stopsAfter: 30 })
      .apply(1, barePod("pod1"))
      .apply(1, barePod("pod2"))
      .at(5, (out) => out.record(podFailedByController, 1, { reason: "Evicted", message: "" }));
    deletePod(cluster, 9, 0).apply(10, aReplicaSet()).run(60);
    expect(cluster.facts(podAdopted)).toEqual([]);
  });

  test("a budget counts it for its owner from then on", () => {
    const cluster = new SmallCluster()
      .apply(1, aBudget({ maxUnavailable: 1 }))
      .apply(1, barePod("pod1"))
      .apply(10, aReplicaSet({ replicas: 1 }))
      .run(60);
    expect(cluster.world.budgets.at(0)?.status).toMatchObject({ expectedPods: 1, desiredHealthy: 0 });
  });
});

describe("replacing pods", () => {
  test("controllers 1.26: a pod that is asked to go is replaced at once, not when it has gone", () => {
    const cluster = deletePod(new SmallCluster({ stopsAfter: 20 }).apply(1, aReplicaSet()), 30, 1).run(60);
    const [, , , replacement] = cluster.facts(podCreated);
    expect(replacement?.at).toBeCloseTo(30.01, 6);
    expect(cluster.facts(podRemoved)[0]?.at).toBe(50);
    expect(cluster.world.replicaSets.at(0)?.status).toEqual({ replicas: 3, readyReplicas: 3, availableReplicas: 3 });
  });

  test.each([
    ["deleted by force", (cluster: SmallCluster) => deletePod(cluster, 30, 1, 0)],
    ["that was never bound", (cluster: SmallCluster) => deletePod(cluster, 1.5, 1)],
  ])("a pod %s is replaced", (_, act) => {
    const cluster = act(new SmallCluster({ schedules: false }).apply(1, aReplicaSet())).run(60);
    expect(cluster.facts(podRemoved)).toHaveLength(1);
    expect(livingOf(cluster)).toHaveLength(3);
  });

  test("controllers 2.7: a failed pod is neither counted nor deleted", () => {
    const cluster = new SmallCluster()
      .apply(1, aReplicaSet())
      .at(30, (out) => out.record(podFailedByController, 1, { reason: "Evicted", message: "" }))
      .run(60);
    expect(livingOf(cluster)).toHaveLength(4);
    expect(cluster.facts(podDeletionRequested)).toEqual([]);
    expect(cluster.world.replicaSets.at(0)?.status.replicas).toBe(3);
  });
});

describe("deleting pods", () => {
  test("controllers 2.4: whoever is not ready goes first", () => {
    const cluster = scale(
      new SmallCluster()
        .apply(1, aReplicaSet({ replicas: 5 }))
        .at(30, (out) => [1, 3].forEach((podIx) => out.record(podMarkedNotReady, podIx, {}))),
      31,
      5,
      3,
    ).run(60);
    expect(livingOf(cluster)).toEqual([0, 2, 4]);
    expect(cluster.facts(podDeletionRequested).map(({ data }) => data.by)).toEqual(
      Array(2).fill("replicaset-controller"),
    );
  });

  test("controllers 2.4: doubled-up pods go before those that are alone on their node", () => {
    // Nodes in turn: pods 0 and 2 are on node-0, pod 1 is alone on node-1.
    const cluster = scale(new SmallCluster({ nodes: 2 }).apply(1, aReplicaSet()), 30, 3, 2).run(60);
    expect(livingOf(cluster)).toContain(1);
  });

  test("controllers 2.4: pods of the Deployment's other ReplicaSets make a node crowded as well", () => {
    const strategy = { type: "RollingUpdate" as const, rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    // Old pods 0, 1, 2 on the nodes in turn; the new pod 3 joins pod 0.
    const cluster = new SmallCluster({ nodes: 3 })
      .apply(1, aDeployment({ strategy }))
      .apply(30, aDeployment({ strategy, image: "web:2" }))
      .run(31.5);
    expect(cluster.facts(podDeletionRequested).map(({ subject }) => subject)).toEqual([0]);
  });

  test("controllers 2.4: among pods of one age the choice is by UID, not by order", () => {
    const survivors = [1, 2, 3, 4, 5, 6].map((seed) => {
      const cluster = scale(new SmallCluster({ seed, nodes: 10 }).apply(1, aReplicaSet({ replicas: 10 })), 500, 10, 5);
      return livingOf(cluster.run(560)).join(" ");
    });
    expect(new Set(survivors).size).toBeGreaterThan(3);
  });

  test("controllers 2.3: at most 500 in one sync", () => {
    const cluster = scale(new SmallCluster().apply(1, aReplicaSet({ replicas: 1_200 })), 60, 1_200, 0).run(100);
    const sizes = new Map<number, number>();
    for (const { at } of cluster.facts(podDeletionRequested)) sizes.set(at, (sizes.get(at) ?? 0) + 1);
    expect([...sizes.values()]).toEqual([500, 500, 200]);
    expect(livingOf(cluster)).toEqual([]);
  });
});

describe("what it reports", () => {
  test("controllers 0.7, 2.6: available is who has been ready for minReadySeconds", () => {
    const replicaSet = aReplicaSet({ replicas: 1 });
    const cluster = new SmallCluster()
      .apply(1, { ...replicaSet, spec: { ...replicaSet.spec, minReadySeconds: 10 } })
      .run(60);
    // Ready at 2.01 s, kept as 2 s: available when more than 10 s have passed since, seen a second later.
    expect(cluster.facts(replicaSetStatusUpdated).map(({ at, data }) => [at, ...Object.values(data)])).toEqual([
      [1.02, 1, 0, 0],
      [2.02, 1, 1, 0],
      [13, 1, 1, 1],
    ]);
  });

  test("a pod that loses its readiness is not available", () => {
    const cluster = new SmallCluster()
      .apply(1, aReplicaSet())
      .at(30, (out) => out.record(podMarkedNotReady, 0, {}))
      .run(60);
    expect(cluster.facts(replicaSetStatusUpdated).at(-1)?.data).toEqual({
      replicas: 3,
      readyReplicas: 2,
      availableReplicas: 2,
    });
  });
});

describe("controllers 0.2, 6.6: pods that the server forbids", () => {
  const important: PriorityClass = {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "high", namespace: "", labels: {}, annotations: {} },
    value: 1_000,
    globalDefault: false,
    preemptionPolicy: "PreemptLowerPriority",
  };
  const withClass = (deployment: Deployment): Deployment => {
    const { template } = deployment.spec;
    const spec = { ...template.spec, priorityClassName: "high" };
    return { ...deployment, spec: { ...deployment.spec, template: { ...template, spec } } };
  };
  const refused = (appliedAt: number): SmallCluster =>
    new SmallCluster()
      .apply(1, withClass(aDeployment()))
      .at(appliedAt, (out) => out.record(priorityClassApplied, 0, { object: important }));

  test("it says so at every try, and its Deployment with it", () => {
    const cluster = refused(90_000).run(900);
    const name = cluster.world.replicaSets.at(0)?.name ?? "";
    const message = `pods "${name}-" is forbidden: no PriorityClass with name high was found`;
    const told = cluster.facts(replicaSetCreateFailed);
    expect(told.length).toBeGreaterThanOrEqual(18);
    expect(new Set(told.map(({ data }) => data.message))).toEqual(new Set([message]));
    expect(cluster.world.deployments.at(0)?.conditions).toContainEqual(
      expect.objectContaining({ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }),
    );
  });

  test("it tries again after 5 ms, 10 ms, 20 ms …, at most 1000 s apart", () => {
    // The tries are at 5 ms * (2^k - 1) after the first one: the class that comes at 100 s is seen at 164 s.
    const cluster = refused(100).run(400);
    const created = cluster.facts(podCreated).map(({ at }) => at);
    expect(created[0]).toBeGreaterThan(160);
    expect(created[0]).toBeLessThan(170);
    expect(cluster.facts(replicaSetCreateRecovered)).toHaveLength(1);
    expect(cluster.world.deployments.at(0)?.conditions.map(({ type }) => type)).not.toContain("ReplicaFailure");
    const patient = refused(5_000).run(7_000);
    expect((patient.facts(podCreated)[0]?.at ?? 0) - 5_000).toBeLessThanOrEqual(1_000);
  });

  test("controllers 0.3, 2.1: a sync of which a later batch is refused failed, and the wait goes on doubling", () => {
    const aQuota = (pods: string): ResourceQuota => ({
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "few", namespace: "default", labels: {}, annotations: {} },
      spec: { hard: { pods }, scopes: [] },
    });
    const cluster = new SmallCluster()
      .apply(0, aQuota("1"))
      .apply(1, aDeployment({ replicas: 4 }))
      .apply(300, aQuota("2"))
      .apply(500, aQuota("4"))
      .run(1_000);
    const tries = cluster.facts(replicaSetCreateFailed).map(({ at }) => at);
    const second = cluster.facts(podCreated)[1]?.at ?? 0;
    const [before = 0] = tries.filter((at) => at < second).slice(-1);
    const [wait, after = 0] = [second - before, cluster.facts(podCreated)[2]?.at];
    expect(wait).toBeGreaterThan(100);
    expect((after - second) / wait).toBeGreaterThan(1.9);
    expect(cluster.facts(replicaSetCreateRecovered)).toHaveLength(1);
    const told = cluster.world.deployments.at(0)?.conditions.find(({ type }) => type === "ReplicaFailure");
    expect(told).toBeUndefined();
  });
});
