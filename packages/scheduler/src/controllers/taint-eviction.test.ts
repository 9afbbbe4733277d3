import {
  nodeTainted,
  nodeUntainted,
  podBound,
  podDeletionRequested,
  podDisruptionTargeted,
  podEvictionCancelled,
  podRemoved,
} from "@podsim/core";
import type { Pod, Toleration } from "@podsim/core";
import { aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { SmallCluster } from "../../testing/small-cluster.js";
import { taintEvictionActor } from "./taint-eviction.js";

const forEver = (key: string): Toleration => ({ key, operator: "Exists", value: "", effect: "NoExecute" });
const during = (key: string, tolerationSeconds: number): Toleration => ({ ...forEver(key), tolerationSeconds });

const aPod = (name: string, tolerations: readonly Toleration[], gates = false): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default", labels: {}, annotations: {} },
  spec: aSpec({ tolerations, ...(gates ? { schedulingGates: [{ name: "wait" }] } : {}) }),
});

/** One node with one pod that tolerates this. */
const aCluster = (...tolerations: readonly Toleration[]): SmallCluster =>
  new SmallCluster({ nodes: 1, controllers: [], actors: (plane) => [taintEvictionActor(plane)] }).apply(
    0,
    aPod("web", tolerations),
  );

const taint = (cluster: SmallCluster, at: number, ...keys: readonly string[]): SmallCluster =>
  cluster.at(at, (out) => {
    for (const key of keys) out.record(nodeTainted, 0, { key, value: "", effect: "NoExecute" });
  });

const untaint = (cluster: SmallCluster, at: number, key: string): SmallCluster =>
  cluster.at(at, (out) => {
    out.record(nodeUntainted, 0, { key, effect: "NoExecute" });
  });

const deletedAt = (cluster: SmallCluster): readonly number[] => cluster.facts(podDeletionRequested).map(({ at }) => at);
const cancelledAt = (cluster: SmallCluster): readonly number[] =>
  cluster.facts(podEvictionCancelled).map(({ at }) => at);

describe("controllers 1.21: what NoExecute taints do to a pod", () => {
  test("not tolerated: deleted at once, with its own grace, and told why", () => {
    const cluster = taint(aCluster(), 100, "a").run(200);
    expect(cluster.facts(podDisruptionTargeted)).toEqual([
      {
        at: 100.01,
        subject: 0,
        data: { reason: "DeletionByTaintManager", message: "Taint manager: deleting due to NoExecute taint" },
      },
    ]);
    expect(cluster.facts(podDeletionRequested)).toEqual([
      {
        at: 100.01,
        subject: 0,
        data: { graceSeconds: 30, deletionTimestampUs: 130_010_000, by: "taint-eviction-controller" },
      },
    ]);
    expect(cluster.facts(podRemoved)).toHaveLength(1);
  });

  test("tolerated for ever: nothing happens", () => {
    expect(deletedAt(taint(aCluster(forEver("a")), 100, "a").run(10_000))).toEqual([]);
  });

  test("tolerated for a while: deleted then", () => {
    expect(deletedAt(taint(aCluster(during("a", 300)), 100, "a").run(10_000))).toEqual([400.01]);
  });

  test("of two taints the one tolerated for less time counts", () => {
    const cluster = taint(aCluster(during("a", 300), during("b", 60)), 100, "a", "b").run(10_000);
    expect(deletedAt(cluster)).toEqual([160.01]);
    expect(cancelledAt(cluster)).toEqual([]);
  });

  test("a second taint leaves the timer that runs alone", () => {
    const cluster = taint(taint(aCluster(during("a", 300), during("b", 300)), 100, "a"), 200, "b").run(10_000);
    expect(deletedAt(cluster)).toEqual([400.01]);
  });

  test("so does one that is tolerated for less time", () => {
    const cluster = taint(taint(aCluster(during("a", 300), during("b", 5)), 100, "a"), 200, "b").run(10_000);
    expect(deletedAt(cluster)).toEqual([400.01]);
  });

  test("a swap of taints keeps the start", () => {
    const cluster = taint(aCluster(during("a", 300), during("b", 300)), 100, "a").at(200, (out) => {
      out.record(nodeTainted, 0, { key: "b", value: "", effect: "NoExecute" });
      out.record(nodeUntainted, 0, { key: "a", effect: "NoExecute" });
    });
    expect(deletedAt(cluster.run(10_000))).toEqual([400.01]);
    expect(cancelledAt(cluster)).toEqual([]);
  });

  test("a second taint that is not tolerated ends the wait", () => {
    const cluster = taint(taint(aCluster(during("a", 300)), 100, "a"), 200, "b").run(10_000);
    expect(deletedAt(cluster)).toEqual([200.01]);
    expect(cancelledAt(cluster)).toEqual([200.01]);
  });

  test("the last taint gone: the timer is cancelled, and the next one starts anew", () => {
    const cluster = untaint(taint(aCluster(during("a", 300)), 100, "a"), 350, "a");
    taint(cluster, 380, "a").run(10_000);
    expect(cancelledAt(cluster)).toEqual([350.01]);
    expect(deletedAt(cluster)).toEqual([680.01]);
  });

  test("the taint with a time limit gone: tolerated for ever", () => {
    const cluster = taint(aCluster(during("a", 300), forEver("b")), 100, "a", "b");
    untaint(cluster, 200, "a").run(10_000);
    expect(cancelledAt(cluster)).toEqual([200.01]);
    expect(deletedAt(cluster)).toEqual([]);
  });

  test("other effects evict nobody", () => {
    const cluster = aCluster().at(100, (out) => {
      out.record(nodeTainted, 0, { key: "a", value: "", effect: "NoSchedule" });
    });
    expect(deletedAt(cluster.run(1_000))).toEqual([]);
  });

  test("controllers 1.20: a pod bound to a tainted node is judged then", () => {
    const cluster = new SmallCluster({
      nodes: 1,
      controllers: [],
      schedules: false,
      actors: (plane) => [taintEvictionActor(plane)],
    }).apply(0, aPod("late", [during("a", 60)]));
    taint(cluster, 100, "a").at(500, (out) => {
      out.record(podBound, 0, { node: "node-0", nodeIx: 0, by: "manifest" });
    });
    expect(deletedAt(cluster.run(1_000))).toEqual([560.01]);
  });

  test("a pod that is gone by then is left in peace", () => {
    const cluster = taint(aCluster(during("a", 300)), 100, "a").at(200, (out) => {
      out.record(podRemoved, 0, {});
    });
    expect(cluster.runUntil(10_000)).toBe("agenda-empty");
    expect(deletedAt(cluster)).toEqual([]);
    expect(cancelledAt(cluster)).toEqual([]);
  });

  test("a pod that is being deleted is not deleted again", () => {
    const cluster = taint(taint(aCluster(), 100, "a"), 100.5, "b").run(1_000);
    expect(deletedAt(cluster)).toEqual([100.01]);
  });
});
