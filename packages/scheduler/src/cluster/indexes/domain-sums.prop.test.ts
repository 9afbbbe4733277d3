// Counts kept from look to look against counts made anew.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nodeRelabelled } from "@podsim/core";
import type { NodeIx, PodIx } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../../testing/cluster-builder.js";
import type { DomainQuery } from "../cluster-view.js";

const query: DomainQuery = {
  id: "web by zone",
  topologyKey: "zone",
  weigh: ({ pod }) => (pod.identity.template.metadata.labels["app"] === "web" ? 2 : 0),
  includes: ({ labels }) => labels["out"] === undefined,
  missingIsEmpty: false,
  includesId: "these",
};

const web = aTemplate({ labels: { app: "web" } });
const other = aTemplate();

type Step =
  | { readonly kind: "add"; readonly node: number; readonly isWeb: boolean }
  | { readonly kind: "drop"; readonly pod: number }
  | { readonly kind: "label"; readonly node: number; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: "look" };

const labels = fc.constantFrom({}, { zone: "a" }, { zone: "b" }, { zone: "c" }, { zone: "b", out: "" });
const node = fc.nat({ max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), node, isWeb: fc.boolean() }),
  fc.record({ kind: fc.constant("drop" as const), pod: fc.nat({ max: 30 }) }),
  fc.record({ kind: fc.constant("label" as const), node, labels }),
  fc.record({ kind: fc.constant("look" as const) }),
);

const recount = ({ world }: TestCluster): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { ix, labels: own } of world.nodes.values()) {
    if (own["zone"] === undefined || own["out"] !== undefined) continue;
    const sum = world.nodes.podsOn(ix).reduce((total, placed) => total + query.weigh(placed), 0);
    sums.set(own["zone"], (sums.get(own["zone"]) ?? 0) + sum);
  }
  return sums;
};

const look = (cluster: TestCluster): void => {
  const counts = cluster.view.pods.domains(query);
  const expected = recount(cluster);
  expect(counts.domainCount).toBe(expected.size);
  expect(counts.minimum).toBe(expected.size === 0 ? 0 : Math.min(...expected.values()));
  for (const { ix, labels: own } of cluster.world.nodes.values()) {
    expect(counts.countAt(ix)).toBe(expected.get(own["zone"] ?? "") ?? 0);
  }
};

test("sums, number of domains and the smallest sum are those of a recount", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const cluster = new TestCluster();
      for (let i = 0; i < 5; i++) cluster.addNode(aNode(`n${i}`, { labels: { zone: i < 2 ? "a" : "b" } }));
      const pods: PodIx[] = [];
      for (const each of steps) {
        if (each.kind === "look") look(cluster);
        else if (each.kind === "label") cluster.record(nodeRelabelled, each.node, { labels: each.labels });
        else if (each.kind === "drop") {
          const [pod] = pods.splice(each.pod % Math.max(1, pods.length), 1);
          if (pod !== undefined) cluster.removePod(pod);
        } else pods.push(cluster.addPod(`p${pods.length}`, each.isWeb ? web : other, { on: `n${each.node}` }));
      }
      look(cluster);
    }),
  );
});

test("a node by itself counts its own pods", () => {
  const cluster = new TestCluster();
  const ix: NodeIx = cluster.addNode(aNode("n", { labels: { zone: "a" } }));
  cluster.addPod("p", web, { on: "n" });
  expect(cluster.view.pods.domains(query).countOn(ix)).toBe(2);
  expect(cluster.view.pods.domains(query).contributorCount).toBe(1);
});
