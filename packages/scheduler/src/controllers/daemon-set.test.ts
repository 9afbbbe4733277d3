import {
  containerExited,
  daemonSetStatusUpdated,
  nodeAdded,
  nodeTainted,
  nodeUntainted,
  podCreated,
  podDeletionRequested,
  podStatusReported,
  targetNode,
} from "@podsim/core";
import type { DaemonSet, DaemonSetState, Taint } from "@podsim/core";
import { describe, expect, test } from "vitest";
import type { DaemonSetOptions } from "../../testing/objects.js";
import { aDaemonSet, aNode } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import type { SmallClusterOptions } from "../../testing/small-cluster.js";
import { pinningScheduler } from "../../testing/stand-ins.js";
import { requestDeletion } from "../api-server/request-deletion.js";

/** A cluster whose scheduler puts pods where their affinity says. */
const aCluster = (options: SmallClusterOptions = {}): SmallCluster =>
  new SmallCluster({ schedules: false, actors: (plane) => [pinningScheduler(plane.world)], ...options });

const rolling = (maxUnavailable: number | string, maxSurge: number | string = 0): DaemonSetOptions => ({
  updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable, maxSurge } },
});

const stateOf = (cluster: SmallCluster): DaemonSetState => {
  const state = cluster.world.daemonSets.at(0);
  if (state === undefined) throw new Error("there is no DaemonSet");
  return state;
};

const nodesWithPods = (cluster: SmallCluster): readonly string[] =>
  [...cluster.world.pods.values()].map(targetNode).sort();

const deletions = (cluster: SmallCluster): readonly number[] =>
  cluster.facts(podDeletionRequested).map(({ at }) => Math.round(at));

const taint = (cluster: SmallCluster, at: number, node: number, put: Taint): SmallCluster =>
  cluster.at(at, (out) => {
    out.record(nodeTainted, node, { ...put });
  });

const withTemplate = (change: Partial<DaemonSet["spec"]["template"]["spec"]>): DaemonSetOptions => {
  const { template } = aDaemonSet().spec;
  return { template: { ...template, spec: { ...template.spec, ...change } } };
};

describe("where a DaemonSet's pods run", () => {
  test("controllers 3.14 and 3.15: one on every node, each pinned to its own, in batches of 1, 2, 4 …", () => {
    const cluster = aCluster({ nodes: 5 }).apply(0, aDaemonSet()).run(30);
    expect(nodesWithPods(cluster)).toEqual(["node-0", "node-1", "node-2", "node-3", "node-4"]);
    const times = cluster.facts(podCreated).map(({ at }) => Math.round(at * 100) / 100);
    expect(times).toEqual([0.01, 0.02, 0.02, 0.03, 0.03]);
    const [first] = cluster.facts(podCreated);
    expect(first?.data.name).toMatch(/^agent-[a-z0-9]{5}$/);
    expect(first?.data.template.spec.affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["node-0"] }] }],
        },
      },
    });
    expect(stateOf(cluster).status).toEqual({
      ...{ observedGeneration: 1, desired: 5, current: 5, misscheduled: 0, ready: 5, updated: 5, available: 5 },
    });
  });

  test("controllers 3.16: they tolerate what nodes suffer from, without a time limit", () => {
    const tolerationsOf = (options: DaemonSetOptions): readonly string[] =>
      (
        aCluster({ nodes: 1 }).apply(0, aDaemonSet(options)).run(5).facts(podCreated)[0]?.data.template.spec
          .tolerations ?? []
      )
        .filter(({ tolerationSeconds }) => tolerationSeconds === undefined)
        .map(({ key, effect }) => `${key.replace("node.kubernetes.io/", "")} ${effect}`);
    const usual = [
      "not-ready NoExecute",
      "unreachable NoExecute",
      "disk-pressure NoSchedule",
      "memory-pressure NoSchedule",
      "pid-pressure NoSchedule",
      "unschedulable NoSchedule",
    ];
    expect(tolerationsOf({})).toEqual(usual);
    expect(tolerationsOf(withTemplate({ hostNetwork: true }))).toEqual([...usual, "network-unavailable NoSchedule"]);
  });

  test("controllers 3.14: a taint NoSchedule keeps new pods away, NoExecute drives them out, and both end", () => {
    const cluster = aCluster();
    taint(cluster, 0, 0, { key: "dedicated", value: "gpu", effect: "NoSchedule" });
    cluster.apply(1, aDaemonSet());
    taint(cluster, 20, 1, { key: "dedicated", value: "gpu", effect: "NoSchedule" });
    taint(cluster, 40, 2, { key: "dedicated", value: "gpu", effect: "NoExecute" });
    cluster.run(60);
    expect(nodesWithPods(cluster)).toEqual(["node-1"]);
    expect(deletions(cluster)).toEqual([40]);
    expect(stateOf(cluster).status).toMatchObject({ desired: 0, misscheduled: 1 });
    const freed = aCluster().apply(1, aDaemonSet());
    taint(freed, 0, 0, { key: "dedicated", value: "gpu", effect: "NoSchedule" });
    freed.at(30, (out) => {
      out.record(nodeUntainted, 0, { key: "dedicated", effect: "NoSchedule" });
    });
    expect(nodesWithPods(freed.run(60))).toEqual(["node-0", "node-1", "node-2"]);
  });

  test("controllers 3.14: nodeSelector and affinity of the template choose the nodes", () => {
    const cluster = aCluster({ nodeLabels: (k) => ({ disk: k === 1 ? "ssd" : "hdd" }) });
    cluster.apply(0, aDaemonSet(withTemplate({ nodeSelector: { disk: "ssd" } }))).run(30);
    expect(nodesWithPods(cluster)).toEqual(["node-1"]);
  });

  test("controllers 3.20: a node that joins gets a pod at once", () => {
    const cluster = aCluster({ nodes: 1 }).apply(0, aDaemonSet());
    cluster.at(50, (out, world) => {
      const nodeIx = world.nodes.nextIx;
      out.record(nodeAdded, nodeIx, { nodeIx, object: aNode("late", {}) });
    });
    cluster.run(60);
    const late = cluster.facts(podCreated).at(-1);
    expect(late?.at).toBeCloseTo(50.01, 5);
    expect(stateOf(cluster).status).toMatchObject({ desired: 2, available: 2 });
  });

  test("controllers 3.17: a failed pod is replaced, the next one a second later, then 2 s, 4 s …", () => {
    const cluster = aCluster({ nodes: 1, readyAfter: () => 0.1, stopsAfter: 0 }).apply(0, aDaemonSet());
    for (let second = 10; second < 12; second += 0.25) {
      cluster.at(second, (out, world) => {
        for (const pod of world.pods.values()) {
          if (pod.status.phase !== "Running" || pod.deletion !== null) continue;
          out.record(containerExited, pod.identity.ix, { container: 0, exitCode: 1, reason: "Error", message: "" });
          world.pods.put({ ...pod, status: { ...pod.status, phase: "Failed" } });
          out.record(podStatusReported, pod.identity.ix, { stage: "terminated" });
        }
      });
    }
    cluster.run(30);
    const times = cluster.facts(podDeletionRequested).map(({ at }) => Math.round(at * 100) / 100);
    expect(times[0]).toBe(10.01);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeCloseTo(1.24, 1);
  });
});

describe("the rolling update of a DaemonSet", () => {
  const updated = (options: DaemonSetOptions, habits: SmallClusterOptions = {}): SmallCluster =>
    aCluster({ nodes: 5, readyAfter: () => 3, stopsAfter: 1, ...habits })
      .apply(0, aDaemonSet(options))
      .apply(30, aDaemonSet({ ...options, image: "agent:2" }))
      .run(200);

  test("controllers 3.18: one node after the other, each waits until the new pod is available", () => {
    const cluster = updated(rolling(1));
    // Gone after 1 s, new one ready 3 s later.
    expect(deletions(cluster)).toEqual([30, 34, 38, 42, 46]);
    expect(stateOf(cluster).status).toMatchObject({ desired: 5, updated: 5, available: 5, observedGeneration: 2 });
  });

  test("controllers 3.18: percentages round up", () => {
    expect(deletions(updated(rolling("30%")))).toEqual([30, 30, 34, 34, 38]);
  });

  test("controllers 3.18: minReadySeconds has to pass as well", () => {
    expect(deletions(updated({ ...rolling(1), minReadySeconds: 10 })).slice(0, 3)).toEqual([30, 45, 60]);
  });

  test("controllers 3.18: pods that are not available go at once, and count", () => {
    const never = updated(rolling(1), { readyAfter: ({ identity }) => (identity.ix < 2 ? null : 3) });
    expect(deletions(never).slice(0, 3)).toEqual([30, 30, 34]);
  });

  test("controllers 3.18: a new template that never gets ready stops after maxUnavailable nodes", () => {
    const stuck = updated(rolling(2), { readyAfter: ({ identity }) => (identity.ix < 5 ? 3 : null) });
    expect(deletions(stuck)).toEqual([30, 30]);
    expect(stateOf(stuck).status).toMatchObject({ updated: 2, available: 3 });
  });

  test("controllers 3.19: with maxSurge the new pod comes first, and the old one goes when it is available", () => {
    const cluster = updated(rolling(0, 1));
    const created = cluster.facts(podCreated).map(({ at }) => Math.round(at));
    expect(created.slice(5)).toEqual([30, 33, 36, 39, 42]);
    expect(deletions(cluster)).toEqual([33, 36, 39, 42, 45]);
    const fewest = Math.min(
      ...cluster
        .facts(daemonSetStatusUpdated)
        .filter(({ at }) => at > 30)
        .map(({ data }) => data.available),
    );
    expect(fewest).toBe(5);
  });

  test("controllers 3.19: with maxSurge minReadySeconds has to pass before the old pod goes", () => {
    const cluster = updated({ ...rolling(0, 2), minReadySeconds: 5 });
    expect(deletions(cluster)).toEqual([39, 39, 48, 48, 57]);
    expect(stateOf(cluster).status).toMatchObject({ updated: 5, available: 5 });
  });

  test("controllers 3.18: OnDelete replaces what somebody else deletes", () => {
    const cluster = aCluster({ nodes: 2 })
      .apply(0, aDaemonSet({ updateStrategy: { type: "OnDelete" } }))
      .apply(30, aDaemonSet({ updateStrategy: { type: "OnDelete" }, image: "agent:2" }))
      .at(60, (out, world, now) => {
        const pod = world.pods.at(0);
        if (pod !== undefined) requestDeletion(pod, now, "user", out);
      })
      .run(90);
    expect(deletions(cluster)).toEqual([60]);
    expect(stateOf(cluster).status).toMatchObject({ updated: 1, available: 2 });
  });
});
