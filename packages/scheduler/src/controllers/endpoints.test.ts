import {
  endpointRemoved,
  endpointSet,
  nodeFailed,
  podCreated,
  podFailedByController,
  podMarkedNotReady,
  podRemoved,
  serviceDeleted,
} from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aDeployment, aReplicaSet, aService } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import { requestDeletion } from "../api-server/request-deletion.js";

const deletePod = (cluster: SmallCluster, seconds: number, podIx: number): SmallCluster =>
  cluster.at(seconds, (out, world, now) => {
    const pod = world.pods.at(podIx);
    if (pod !== undefined) requestDeletion(pod, now, "user", out);
  });

/** Times and conditions of a pod's endpoint: "ready serving terminating" as far as they hold, "gone". */
const history = (cluster: SmallCluster, podIx: number): readonly string[] => {
  const changes = [
    ...cluster.facts(endpointSet).map(({ at, data }) => ({ at, ...data, isGone: false })),
    ...cluster.facts(endpointRemoved).map(({ at, data }) => ({
      at,
      podIx: data.podIx,
      ready: false,
      serving: false,
      terminating: false,
      isGone: true,
    })),
  ];
  return changes
    .filter((change) => change.podIx === podIx)
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, ready, serving, terminating, isGone }) => {
      const words = [ready && "ready", serving && "serving", terminating && "terminating", isGone && "gone"];
      return [at.toFixed(2), ...words.filter((word) => word !== false)].join(" ");
    });
};

describe("endpoints", () => {
  test("controllers 7.1-7.3, 7.5: a pod's way in and out, each change 50 ms after its cause", () => {
    const cluster = deletePod(
      new SmallCluster({ stopsAfter: 20 }).apply(1, aService()).apply(1, aReplicaSet({ replicas: 1 })),
      30,
      0,
    ).run(60);
    // Created at 1.01 s, Ready at 2.01 s, asked to go at 30 s, gone at 50 s.
    expect(history(cluster, 0)).toEqual(["2.06 ready serving", "30.05 serving terminating", "50.05 gone"]);
    expect(cluster.world.endpoints.readyCount(0)).toBe(1);
  });

  test("controllers 1.9: a pod that is not ready any more stays listed, and gets no traffic", () => {
    const cluster = new SmallCluster()
      .apply(1, aService())
      .apply(1, aReplicaSet())
      .at(30, (out) => out.record(podMarkedNotReady, 1, {}))
      .run(60);
    expect(history(cluster, 1).slice(1)).toEqual(["30.05"]);
    expect([cluster.world.endpoints.readyCount(0), cluster.world.endpoints.of(0).size]).toEqual([2, 3]);
  });

  test("publishNotReadyAddresses", () => {
    const cluster = new SmallCluster()
      .apply(1, aService({ publishNotReadyAddresses: true }))
      .apply(1, aReplicaSet())
      .at(30, (out) => out.record(podMarkedNotReady, 1, {}))
      .run(60);
    expect(history(cluster, 1).slice(1)).toEqual(["30.05 ready"]);
  });

  test("controllers 7.1: a failed pod leaves", () => {
    const cluster = new SmallCluster()
      .apply(1, aService())
      .apply(1, aReplicaSet())
      .at(30, (out) => out.record(podFailedByController, 1, { reason: "Evicted", message: "" }))
      .run(60);
    expect(history(cluster, 1).slice(1)).toEqual(["30.05 gone"]);
  });

  test("a pod of a lost node stays listed until somebody says it is not ready", () => {
    const cluster = new SmallCluster({ nodes: 1 })
      .apply(1, aService())
      .apply(1, aReplicaSet())
      .at(30, (out) => out.record(nodeFailed, 0, { mode: "power-off" }))
      .run(300);
    expect(cluster.world.endpoints.readyCount(0)).toBe(3);
  });
});

describe("which pods a Service has", () => {
  test("those that its selector matches, in its namespace", () => {
    const cluster = new SmallCluster()
      .apply(1, aService())
      .apply(1, aReplicaSet())
      .apply(1, aReplicaSet({ name: "other" }))
      .apply(1, aDeployment({ namespace: "elsewhere" }))
      .run(60);
    const pods = [...cluster.world.endpoints.of(0).keys()].map((ix) => cluster.world.pods.at(ix)?.identity);
    expect(pods).toHaveLength(3);
    expect(pods.every((pod) => pod?.namespace === "default" && pod.name.startsWith("web-"))).toBe(true);
  });

  test("a Service made later finds the pods that are there", () => {
    const cluster = new SmallCluster().apply(1, aReplicaSet()).apply(30, aService()).run(60);
    expect(cluster.facts(endpointSet).map(({ at }) => at)).toEqual([30.05, 30.05, 30.05]);
  });

  test("another selector means other pods", () => {
    const cluster = new SmallCluster()
      .apply(1, aReplicaSet())
      .apply(1, aReplicaSet({ name: "other", replicas: 2 }))
      .apply(1, aService())
      .apply(30, aService({ selector: { app: "other" } }))
      .run(60);
    expect(cluster.facts(endpointRemoved).map(({ at }) => at)).toEqual([30.05, 30.05, 30.05]);
    expect([...cluster.world.endpoints.of(0).keys()].sort()).toEqual(
      cluster
        .facts(podCreated)
        .filter(({ data }) => data.ownerName === "other")
        .map(({ subject }) => subject),
    );
  });

  test.each([
    ["without a selector", { selector: undefined }],
    ["of type ExternalName", { type: "ExternalName" as const }],
  ])(
    "a Service %s has none of its own",
    (
      _,
      { selector = { app: "web" }, ...over }: { selector?: Record<string, string> | undefined; type?: "ExternalName" },
    ) => {
      const service = aService(over);
      const { selector: __, ...bare } = service.spec;
      const spec = over.type === undefined ? bare : { ...service.spec, selector };
      const cluster = new SmallCluster()
        .apply(1, { ...service, spec })
        .apply(1, aReplicaSet())
        .run(60);
      expect(cluster.facts(endpointSet)).toEqual([]);
    },
  );

  test("two Services may have the same pods; one that is deleted leaves the other alone", () => {
    const cluster = new SmallCluster()
      .apply(1, aService())
      .apply(1, aService({}, "web-2"))
      .apply(1, aReplicaSet())
      .at(30, (out) => out.record(serviceDeleted, 0, {}));
    deletePod(cluster, 40, 0).run(60);
    expect(cluster.facts(podRemoved)).toHaveLength(1);
    expect(cluster.facts(endpointRemoved).map(({ subject }) => subject)).toEqual([1]);
    expect(cluster.world.endpoints.readyCount(1)).toBe(3);
  });
});
