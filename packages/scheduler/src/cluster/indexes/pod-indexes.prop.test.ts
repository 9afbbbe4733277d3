// Counts that find their pods, and are found by them, through one label, against counts made anew.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileLabelMap } from "@podsim/core";
import type { Labels, NodeIx, PodIx } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../../testing/cluster-builder.js";
import type { DomainQuery } from "../cluster-view.js";
import { PodIndexes } from "./pod-indexes.js";

const NAMESPACES = ["shop", "bank"];
const NODES = ["n0", "n1", "n2"];

const labels: fc.Arbitrary<Labels> = fc.dictionary(fc.constantFrom("app", "tier"), fc.constantFrom("a", "b"), {
  maxKeys: 2,
});

/** `isTold`: whether the index learns what the query requires. */
const query = fc
  .record({ namespace: fc.constantFrom(...NAMESPACES), selector: labels, isTold: fc.boolean() })
  .map(({ namespace, selector, isTold }): DomainQuery => {
    const selects = compileLabelMap(selector);
    return {
      id: JSON.stringify([namespace, selector, isTold]),
      topologyKey: "kubernetes.io/hostname",
      weigh: ({ pod, podClass }) =>
        pod.deletion === null && podClass.namespace === namespace && selects(podClass.labels) ? 1 : 0,
      ...(isTold ? { requires: { namespace, labels: Object.entries(selector) } } : {}),
      includes: () => true,
      missingIsEmpty: false,
    };
  });

type Step =
  | { readonly kind: "add"; readonly node: string; readonly namespace: string; readonly labels: Labels }
  | { readonly kind: "drop" | "delete"; readonly pod: number }
  | { readonly kind: "look"; readonly query: DomainQuery };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("add" as const),
    node: fc.constantFrom(...NODES),
    namespace: fc.constantFrom(...NAMESPACES),
    labels,
  }),
  fc.record({ kind: fc.constantFrom("drop" as const, "delete" as const), pod: fc.nat({ max: 30 }) }),
  fc.record({ kind: fc.constant("look" as const), query }),
  fc.record({ kind: fc.constant("look" as const), query }),
);

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
            for (let node = 0; node < NODES.length; node++) {
              const expected = nodes.podsOn(node as NodeIx).filter((placed) => each.query.weigh(placed) === 1).length;
              expect(counts.countOn(node as NodeIx)).toBe(expected);
              counted += expected;
            }
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
