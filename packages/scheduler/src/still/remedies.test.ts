import { expect, test } from "vitest";
import { isRight } from "fp-ts/lib/Either.js";
import { invariant, nodeCordoned, nodeRelabelled, nodeTainted } from "@podsim/core";
import type { Node, PodSpec } from "@podsim/core";
import { aNode, aTemplate } from "../../testing/cluster-builder.js";
import { explainOne } from "../framework/explain.js";
import { podViewOf } from "../framework/pod-view.js";
import { buildProfile, DEFAULT_PROFILE } from "../framework/profile.js";
import { firstName } from "../framework/tie-break.js";
import { PLUGINS } from "../plugins/index.js";
import { remediesFor } from "./remedies.js";
import { StillCluster } from "./still-cluster.js";

const profile = buildProfile(DEFAULT_PROFILE, PLUGINS);
invariant(isRight(profile), "the default profile can be built");

const clusterOf = (...nodes: readonly Node[]): StillCluster => {
  const cluster = new StillCluster();
  for (const node of nodes) cluster.addNode(node);
  return cluster;
};

/** What is said to help a pod that asks for one CPU. */
const changesFor = (cluster: StillCluster, spec: Partial<PodSpec> = {}): readonly string[] => {
  const template = aTemplate({ requests: { cpu: "1" }, spec });
  const state = cluster.world.pods.at(cluster.addPod({ namespace: "default", name: "web", template, owner: null }));
  invariant(state !== undefined, "the pod is there");
  const pod = podViewOf(state, cluster.view);
  const explanation = explainOne(pod, cluster.view, profile.right, { tieBreak: firstName });
  return remediesFor(cluster, pod, profile.right, explanation).map(({ change, node }) => `${change} → ${node}`);
};

const tainted = (cluster: StillCluster, node: number, key: string, value = ""): void => {
  cluster.record(nodeTainted, node, { key, value, effect: "NoSchedule" });
};

test("taints count that were put on later; who makes one node more may have it as the others once were", () => {
  const cluster = clusterOf(aNode("a"), aNode("b"));
  for (const node of [0, 1]) tainted(cluster, node, "dedicated", "gpu");
  expect(changesFor(cluster)).toEqual([
    "a toleration for dedicated=gpu:NoSchedule → a",
    "one more node like a as it joined → the new node",
  ]);
});

test("taints are told apart from those that were there from the start", () => {
  const taints = [{ key: "dedicated", value: "gpu", effect: "NoSchedule" }] as const;
  expect(changesFor(clusterOf(aNode("a", { taints })))).toEqual(["a toleration for dedicated=gpu:NoSchedule → a"]);
});

test("labels count as they are", () => {
  const cluster = clusterOf(aNode("a", { labels: { disk: "ssd" } }), aNode("b", { labels: { disk: "hdd" } }));
  cluster.record(nodeRelabelled, 0, { labels: { "kubernetes.io/hostname": "a", disk: "hdd" } });
  expect(changesFor(cluster, { nodeSelector: { disk: "ssd" } })).toEqual([
    "without its nodeSelector and required node affinity → a",
    "one more node like a as it joined → the new node",
  ]);
  cluster.record(nodeRelabelled, 1, { labels: { "kubernetes.io/hostname": "b", disk: "ssd" } });
  cluster.record(nodeCordoned, 1, {});
  expect(changesFor(cluster, { nodeSelector: { disk: "ssd" } })).toEqual([
    "without its nodeSelector and required node affinity → a",
    "kubectl uncordon → b",
    "one more node like b → the new node",
  ]);
});

test.each([
  "node.kubernetes.io/unreachable",
  "node.cloudprovider.kubernetes.io/shutdown",
  "ToBeDeletedByClusterAutoscaler",
  "karpenter.sh/disrupted",
])("nobody tolerates %s for a pod's sake: the node gets over it, or a new one never had it", (key) => {
  const cluster = clusterOf(aNode("a"));
  tainted(cluster, 0, key);
  expect(changesFor(cluster)).toEqual([
    `without the taint ${key}:NoSchedule → a`,
    "one more node like a → the new node",
  ]);
});
