// What kinds of pods share of what was found out about nodes, and when they part.
import { nodeCordoned, nodeRelabelled, nodeTainted } from "@podsim/core";
import type { NodeIx, PodSpec, Toleration } from "@podsim/core";
import { expect, test } from "vitest";
import { ChurnHistory } from "../../testing/churn-history.js";
import type { ChurnCounts, PodKind } from "../../testing/churn-history.js";
import { aNode, aTemplate, STANDARD_REQUESTS, TestCluster } from "../../testing/cluster-builder.js";
import { NodeOrder } from "./node-order.js";
import { NodeRatings, NOT_FITTING, SharedRatings } from "./node-ratings.js";
import type { Rating } from "./node-ratings.js";
import { NodeWindow } from "./node-window.js";
import type { NodeFilter } from "./plugin.js";
import { unschedulable } from "./plugin.js";

const SPOT: Toleration = { key: "spot", operator: "Exists", value: "", effect: "NoSchedule" };

const kindOf = (app: string, tolerations: readonly Toleration[]): PodKind => ({
  template: aTemplate({ labels: { app }, requests: STANDARD_REQUESTS, spec: { tolerations } }),
  namespace: "default",
  priority: 0,
  isPatient: false,
});

const noCounts = (): ChurnCounts => ({
  tries: 0,
  kept: 0,
  keptBesidePromises: 0,
  promises: 0,
  keptPromises: 0,
  ungated: 0,
});

// ChurnHistory holds every decision to the slow, obvious scheduler.
test("kinds of equal requests part as soon as a taint tells them apart, and meet again in a cordon", () => {
  const counts = noCounts();
  const history = new ChurnHistory(100, [kindOf("spot", [SPOT]), kindOf("web", []), kindOf("api", [])], counts);
  const { cluster } = history.changing;
  const nodes = ["a", "b", "c", "d"].map((name) => cluster.addNode(aNode(name)));
  const decideAll = (): void => {
    for (const k of [0, 1, 2, 2, 1, 0]) history.decide(k);
  };
  decideAll();
  for (const node of nodes.slice(0, 2)) {
    cluster.record(nodeTainted, node, { key: "spot", value: "", effect: "NoSchedule" });
    decideAll();
  }
  cluster.record(nodeCordoned, nodes[2] ?? 0, {});
  decideAll();
  expect(counts.kept).toBe(counts.tries);
});

const order = (cluster: TestCluster): NodeOrder => new NodeOrder(cluster.view.nodes, cluster.view.nodes.order());

const rejecting = (...rejected: readonly NodeIx[]): NodeFilter & { asked: number } => {
  const filter = {
    kind: "nodes" as const,
    asked: 0,
    narrow: (candidates: Parameters<NodeFilter["narrow"]>[0]): void => {
      candidates.keep((node) => {
        filter.asked++;
        return rejected.includes(node) ? 7 : 0;
      });
    },
    verdictOf: () => unschedulable("rejected"),
  };
  return filter;
};

test("a node is looked at again when it or its pods have changed, and not for another kind", () => {
  const cluster = new TestCluster();
  const nodes = ["a", "b", "c"].map((name) => cluster.addNode(aNode(name)));
  const [a = 0 as NodeIx, b = 0 as NodeIx] = nodes;
  const filter = rejecting(b);
  const scoreOn = (node: NodeIx): number => 10 * cluster.view.nodes.podCount(node);
  const rating: Rating = { tests: [{ number: 3, filter }], scores: [{ scoreOn, weight: 2 }], isInterned: true };
  const shared = new SharedRatings();
  const ratings = shared.of(rating);
  const window = new NodeWindow();
  const inOrder = order(cluster);
  ratings.sync(rating, inOrder, cluster.view.nodes, window);
  expect([filter.asked, ratings.generation]).toEqual([3, 1]);
  expect([...ratings.own]).toEqual([0, NOT_FITTING, 0]);
  expect(nodes.map((node) => [ratings.rejectedBy(node), ratings.rejectionOf(node)])).toEqual([
    [-1, 0],
    [3, 7],
    [-1, 0],
  ]);

  cluster.addPod("p", aTemplate(), { on: "a" });
  const other = shared.of({ ...rating, tests: [...rating.tests] });
  expect(other).toBe(ratings);
  other.sync(rating, inOrder, cluster.view.nodes, window);
  expect([filter.asked, ratings.generation]).toEqual([4, 1]);
  expect(ratings.own[a]).toBe(20);
});

test("another filter, place, score or weight is another rating", () => {
  const filter = rejecting();
  const scoreOn = (): number => 1;
  const rating: Rating = { tests: [{ number: 0, filter }], scores: [{ scoreOn, weight: 1 }], isInterned: true };
  const others: readonly Rating[] = [
    { ...rating, tests: [{ number: 0, filter: rejecting() }] },
    { ...rating, tests: [{ number: 1, filter }] },
    { ...rating, tests: [] },
    { ...rating, scores: [{ scoreOn: () => 1, weight: 1 }] },
    { ...rating, scores: [{ scoreOn, weight: 2 }] },
  ];
  const shared = new SharedRatings();
  const all = [rating, ...others].map((each) => shared.of(each));
  expect(new Set(all).size).toBe(all.length);
  expect(shared.of({ ...rating })).toBe(all[0]);
});

test("whatever else a filter goes by, another member has every node looked at anew", () => {
  const cluster = new TestCluster();
  cluster.addNode(aNode("a"));
  const filter = rejecting();
  const goingBy = (member: unknown): Rating => ({
    tests: [{ number: 0, filter: { ...filter, goesBy: [member] } }],
    scores: [],
    isInterned: false,
  });
  const ratings = new NodeRatings();
  const inOrder = order(cluster);
  for (const member of ["x", "x", "y"]) ratings.sync(goingBy(member), inOrder, cluster.view.nodes, new NodeWindow());
  expect([filter.asked, ratings.generation]).toEqual([2, 2]);
});

test("nodes that change their zone change their group, for kinds that spread over zones", () => {
  const counts = noCounts();
  const labels = { app: "web" };
  const spread: PodSpec["topologySpreadConstraints"] = [
    {
      maxSkew: 1,
      topologyKey: "zone",
      whenUnsatisfiable: "DoNotSchedule",
      labelSelector: { matchLabels: labels, matchExpressions: [] },
    },
  ];
  const template = aTemplate({ labels, requests: STANDARD_REQUESTS, spec: { topologySpreadConstraints: spread } });
  const history = new ChurnHistory(100, [{ ...kindOf("web", []), template }], counts);
  const { cluster } = history.changing;
  const nodes = ["a", "b", "c", "d"].map((name, k) =>
    cluster.addNode(aNode(name, { labels: { zone: k < 2 ? "x" : "y" } })),
  );
  for (const [k, zone] of [
    [0, "y"],
    [1, "z"],
    [3, "x"],
    [2, "z"],
  ] as const) {
    for (let i = 0; i < 3; i++) history.decide(0);
    cluster.record(nodeRelabelled, nodes[k] ?? 0, { labels: { zone } });
  }
  for (let i = 0; i < 6; i++) history.decide(0);
  expect(counts.kept).toBe(counts.tries);
});
