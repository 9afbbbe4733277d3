import {
  nodeAdded,
  nodeFailed,
  nodeRemoved,
  nodeTainted,
  podDeletionRequested,
  podDisruptionTargeted,
  podFailedByController,
  podRemoved,
} from "@podsim/core";
import type { Envelope, NodeIx } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aDeployment, SmallCluster } from "../../testing/small-cluster.js";
import type { SmallClusterOptions } from "../../testing/small-cluster.js";
import { nodeLifecycleActor } from "./node-lifecycle.js";
import { podGarbageCollectorActor } from "./pod-garbage-collector.js";
import { taintEvictionActor } from "./taint-eviction.js";

const aCluster = (options: SmallClusterOptions = {}, threshold?: number): SmallCluster =>
  new SmallCluster({
    ...options,
    actors: (plane) => [
      nodeLifecycleActor(plane),
      taintEvictionActor(plane),
      podGarbageCollectorActor({ ...plane, draw: () => 0 }, threshold),
    ],
  });

const lose = (cluster: SmallCluster, at: number): SmallCluster =>
  cluster.at(at, (out) => {
    out.record(nodeFailed, 0, { mode: "power-off" });
    out.record(nodeRemoved, 0, {});
  });

describe("orphans", () => {
  test.each([
    [100.5, 160],
    [119, 160],
    [120, 180],
  ])("controllers 1.30: of a node removed at %d s they go at %d s", (removed, collected) => {
    const cluster = lose(aCluster().apply(0, aDeployment({ replicas: 3 })), removed).run(300);
    expect(cluster.facts(podFailedByController).map(({ at }) => at)).toEqual([collected]);
    expect(cluster.facts(podDisruptionTargeted).map(({ data }) => data)).toEqual([
      { reason: "DeletionByPodGC", message: "PodGC: node no longer exists" },
    ]);
    expect(cluster.facts(podDeletionRequested).map(({ at, data }) => [at, data.by, data.graceSeconds])).toEqual([
      [collected, "pod-garbage-collector", 0],
    ]);
    expect(cluster.facts(podRemoved).map(({ at }) => at)).toEqual([collected]);
    expect([...cluster.world.pods.values()].filter((pod) => pod.binding?.nodeName !== "node-0")).toHaveLength(3);
  });

  test("controllers 1.29: the pod is Failed before it is deleted", () => {
    const types: string[] = [];
    lose(aCluster().apply(0, aDeployment({ replicas: 3 })), 100)
      .run(110)
      .run(300, ({ definition: { entity, type } }: Envelope) => {
        if (entity === "pod" && types.length < 4) types.push(type);
      });
    expect(types).toEqual(["PodDisruptionTargeted", "PodFailedByController", "PodDeletionRequested", "PodRemoved"]);
  });

  test("controllers 1.30: a node of the same name that joins in time keeps them", () => {
    const cluster = lose(aCluster().apply(0, aDeployment({ replicas: 3 })), 100);
    cluster.at(150, (out, world) => {
      const old = world.nodes.at(1 as NodeIx)?.object;
      if (old === undefined) return;
      out.record(nodeAdded, 3, { nodeIx: 3, object: { ...old, metadata: { ...old.metadata, name: "node-0" } } });
    });
    cluster.run(500);
    expect(cluster.facts(podDeletionRequested)).toEqual([]);
  });

  test("unless that one goes as well", () => {
    const cluster = lose(aCluster().apply(0, aDeployment({ replicas: 3 })), 100);
    cluster.at(150, (out, world) => {
      const old = world.nodes.at(1 as NodeIx)?.object;
      if (old === undefined) return;
      const metadata = { ...old.metadata, name: "node-0" };
      out.record(nodeAdded, 3, { nodeIx: 3, object: { ...old, metadata, spec: { ...old.spec, unschedulable: true } } });
    });
    cluster.at(500, (out) => {
      out.record(nodeRemoved, 3, {});
    });
    cluster.run(1_000);
    expect(cluster.facts(podRemoved).map(({ at }) => at)).toEqual([560]);
  });

  test("a node without pods leaves nothing to do", () => {
    expect(lose(aCluster(), 100).runUntil(1_000)).toBe("agenda-empty");
  });
});

describe("other pods", () => {
  test("controllers 1.33: with the out-of-service taint a lost node's pods are deleted, and collected by the next pass", () => {
    const cluster = aCluster().apply(0, aDeployment({ replicas: 3 }));
    cluster.at(100, (out) => {
      out.record(nodeFailed, 0, { mode: "power-off" });
    });
    cluster.at(170, (out) => {
      out.record(nodeTainted, 0, { key: "node.kubernetes.io/out-of-service", value: "", effect: "NoExecute" });
    });
    cluster.run(300);
    const removed = cluster.facts(podRemoved);
    expect(removed).toHaveLength(1);
    expect(removed[0]?.at).toBe(180);
  });

  test("terminating pods of a lost node stay without it", () => {
    const cluster = aCluster().apply(0, aDeployment({ replicas: 3 }));
    cluster.at(100, (out) => {
      out.record(nodeFailed, 0, { mode: "power-off" });
    });
    cluster.run(2_000);
    expect(cluster.facts(podDeletionRequested)).toHaveLength(1);
    expect(cluster.facts(podRemoved)).toEqual([]);
  });

  test("controllers 1.31: finished pods above the threshold go, evicted ones first, then the oldest, then by name", () => {
    const cluster = aCluster({ controllers: [] }, 2);
    const { template } = aDeployment().spec;
    const names = ["d", "c", "b", "a"];
    names.forEach((name, k) => {
      cluster.apply(k < 2 ? 1 : 2, {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: "default", labels: {}, annotations: {} },
        spec: template.spec,
      });
    });
    cluster.at(100, (out) => {
      out.record(podFailedByController, 0, { reason: "", message: "" });
      out.record(podFailedByController, 1, { reason: "", message: "" });
      out.record(podFailedByController, 2, { reason: "", message: "" });
      out.record(podFailedByController, 3, { reason: "Evicted", message: "" });
    });
    cluster.run(300);
    expect(cluster.facts(podRemoved).map(({ at, subject }) => [at, names[subject]])).toEqual([
      [120, "a"],
      [120, "c"],
    ]);
  });
});
