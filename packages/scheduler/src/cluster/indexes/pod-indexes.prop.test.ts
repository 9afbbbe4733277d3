// Counts that find their pods, and are found by them, through one label, against counts made anew.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileLabelMap, nodeRelabelled } from "@podsim/core";
import type { Labels, PodIx } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../../testing/cluster-builder.js";
import type { DomainQuery } from "../cluster-view.js";
import { PodIndexes } from "./pod-indexes.js";

const NAMESPACES = ["shop", "bank"];
const NODES = ["n0", "n1", "n2"];

const labels: fc.Arbitrary<Labels> = fc.dictionary(fc.constantFrom("app", "tier"), fc.constantFrom("a", "b"), {
  maxKeys: 2,
});

/** `isTold`: whether the index learns what the query requires; `countsGoing`: whether pods that are being deleted count. */
const query = fc
  .record({
    namespace: fc.constantFrom(...NAMESPACES),
    selector: labels,
    isTold: fc.boolean(),
    countsGoing: fc.boolean(),
    topologyKey: fc.constantFrom("kubernetes.io/hostname", "zone"),
    includesAll: fc.boolean(),
  })
  .map(({ namespace, selector, isTold, countsGoing, topologyKey, includesAll }): DomainQuery => {
    const selects = compileLabelMap(selector);
    return {
      id: JSON.stringify([namespace, selector, isTold, countsGoing, topologyKey, includesAll]),
      topologyKey,
      weigh: ({ pod, podClass }) =>
        (countsGoing || pod.deletion === null) && podClass.namespace === namespace && selects(podClass.labels) ? 2 : 0,
      ...(isTold ? { requires: { namespace, labels: Object.entries(selector) } } : {}),
      includes: (node) => includesAll || node.labels["out"] === undefined,
      includesId: JSON.stringify([topologyKey, includesAll]),
      missingIsEmpty: false,
    };
  });

type Step =
  | { readonly kind: "add"; readonly node: string; readonly namespace: string; readonly labels: Labels }
  | { readonly kind: "drop" | "delete"; readonly pod: number }
  | { readonly kind: "label"; readonly node: number; readonly labels: Labels }
  | { readonly kind: "look"; readonly query: DomainQuery };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("add" as const),
    node: fc.constantFrom(...NODES),
    namespace: fc.constantFrom(...NAMESPACES),
    labels,
  }),
  fc.record({ kind: fc.constantFrom("drop" as const, "delete" as const), pod: fc.nat({ max: 30 }) }),
  fc.record({
    kind: fc.constant("label" as const),
    node: fc.nat({ max: NODES.length - 1 }),
    labels: fc.constantFrom<Labels[]>({}, { zone: "a" }, { zone: "b" }, { zone: "a", out: "" }),
  }),
  fc.record({ kind: fc.constant("look" as const), query }),
  fc.record({ kind: fc.constant("look" as const), query }),
);

const recount = (
  { world }: TestCluster,
  { topologyKey, includes, weigh }: DomainQuery,
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const node of world.nodes.values()) {
    const domain = node.labels[topologyKey];
    if (domain === undefined || !includes(node)) continue;
    const added = world.nodes.podsOn(node.ix).reduce((sum, placed) => sum + weigh(placed), 0);
    sums.set(domain, (sums.get(domain) ?? 0) + added);
  }
  return sums;
};

test("what is kept, dropped and asked for again comes to what a recount comes to", () => {
  let counted = 0;
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 20, maxLength: 60 }),
      fc.integer({ min: 1, max: 6 }),
      (steps, countsMin) => {
        const cluster = new TestCluster();
        for (const name of NODES) cluster.addNode(aNode(name));
        const { nodes, pods: states } = cluster.world;
        const index = new PodIndexes(nodes, states, { numbersMax: 0, countsMin });
        const pods: PodIx[] = [];
        for (const each of steps) {
          if (each.kind === "add") {
            const { namespace, node } = each;
            pods.push(cluster.addPod(`p${pods.length}`, aTemplate({ labels: each.labels }), { namespace, on: node }));
          } else if (each.kind === "look") {
            const counts = index.domains(each.query);
            const sums = recount(cluster, each.query);
            expect(counts.domainCount).toBe(sums.size);
            expect(counts.minimum).toBe(sums.size === 0 ? 0 : Math.min(...sums.values()));
            for (const { ix, labels: own } of nodes.values()) {
              expect(counts.countAt(ix)).toBe(sums.get(own[each.query.topologyKey] ?? "") ?? 0);
              counted += counts.countAt(ix);
            }
          } else if (each.kind === "label") {
            const own = { "kubernetes.io/hostname": `n${each.node}`, ...each.labels };
            cluster.record(nodeRelabelled, each.node, { labels: own });
          } else {
            const pod = pods[each.pod % Math.max(1, pods.length)];
            if (pod === undefined || states.at(pod) === undefined) continue;
            if (each.kind === "drop") cluster.removePod(pod);
            else if (states.at(pod)?.deletion === null) cluster.startDeleting(pod);
          }
        }
      },
    ),
    { numRuns: 100 },
  );
  expect(counted).toBeGreaterThan(300);
});
