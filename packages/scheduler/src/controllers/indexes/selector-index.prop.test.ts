// Who selects whom, found through one label, against asking every object about every set of labels.
import { requiredLabels } from "@podsim/core";
import type { Labels, LabelSelector, PodIx } from "@podsim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aTemplate, TestCluster } from "../../../testing/cluster-builder.js";
import { SelectorIndex, selectorTest } from "./selector-index.js";

const key = fc.constantFrom("app", "tier", "zone");
const value = fc.constantFrom("a", "b", "");
const labels: fc.Arbitrary<Labels> = fc.dictionary(key, value, { maxKeys: 3 });
const namespace = fc.constantFrom("shop", "bank");

const expression = fc.oneof(
  fc.record({
    key,
    operator: fc.constantFrom("In" as const, "NotIn" as const),
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ key, operator: fc.constantFrom("Exists" as const, "DoesNotExist" as const) }),
);

const selector: fc.Arbitrary<LabelSelector> = fc.record({
  matchLabels: fc.dictionary(key, value, { maxKeys: 1 }),
  matchExpressions: fc.array(expression, { maxLength: 1 }),
});

test("the objects that select a set of labels are those that a look at each finds, in the order they came", () => {
  let selected = 0;
  const put = fc.record({ kind: fc.constant("put" as const), ix: fc.nat(9), namespace, selector });
  const remove = fc.record({ kind: fc.constant("remove" as const), ix: fc.nat(9) });
  const ask = fc.record({ kind: fc.constant("ask" as const), namespace, labels: fc.nat(5) });
  const steps = fc.array(fc.oneof(put, remove, ask, ask), { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(fc.array(labels, { minLength: 6, maxLength: 6 }), steps, (sets, all) => {
      const index = new SelectorIndex();
      const objects = new Map<number, { readonly namespace: string; readonly selector: LabelSelector }>();
      for (const each of all) {
        if (each.kind === "put") {
          index.put(each.ix, each.namespace, selectorTest(each.selector), requiredLabels(each.selector));
          objects.delete(each.ix);
          objects.set(each.ix, each);
        } else if (each.kind === "remove") {
          index.remove(each.ix);
          objects.delete(each.ix);
        } else {
          const asked = sets[each.labels] ?? {};
          const expected = [...objects].filter(
            ([, object]) => object.namespace === each.namespace && selectorTest(object.selector)(asked),
          );
          expect(index.selecting(each.namespace, asked)).toEqual(expected.map(([ix]) => ix));
          selected += expected.length;
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(selected).toBeGreaterThan(150);
});

test("the pods that a selector covers are those that a look at each finds, in order of creation", () => {
  let selected = 0;
  const add = fc.record({ kind: fc.constant("add" as const), namespace, labels: fc.nat(5) });
  const drop = fc.record({ kind: fc.constant("drop" as const), pod: fc.nat(30) });
  const ask = fc.record({ kind: fc.constant("ask" as const), namespace, selector });
  const steps = fc.array(fc.oneof(add, add, drop, ask), { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(fc.array(labels, { minLength: 6, maxLength: 6 }), steps, (sets, all) => {
      const cluster = new TestCluster();
      const { pods } = cluster.world;
      const templates = sets.map((each) => aTemplate({ labels: each }));
      const made: PodIx[] = [];
      for (const each of all) {
        const template = templates[each.kind === "add" ? each.labels : 0];
        if (each.kind === "add" && template !== undefined) {
          made.push(cluster.addPod(`p${String(made.length)}`, template, { namespace: each.namespace }));
        } else if (each.kind === "drop") {
          const [pod] = made.splice(each.pod % Math.max(1, made.length), 1);
          if (pod !== undefined) cluster.removePod(pod);
        } else if (each.kind === "ask") {
          const selects = selectorTest(each.selector);
          const expected = [...pods.values()].filter(
            ({ identity }) => identity.namespace === each.namespace && selects(identity.template.metadata.labels),
          );
          const found = pods.selected(each.namespace, requiredLabels(each.selector), selects);
          expect(found).toEqual(expected.map(({ identity }) => identity.ix));
          selected += expected.length;
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(selected).toBeGreaterThan(150);
});
