// Tries that make use of earlier ones against the slow, obvious scheduler and against tries that start afresh, decision by
// decision, over histories in which the cluster changes in between.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ChurnHistory } from "../../testing/churn-history.js";
import type { ChurnCounts } from "../../testing/churn-history.js";
import { arbitraryTemplate } from "../../testing/cluster-arbitraries.js";
import {
  arbitraryChange,
  arbitraryNamespace,
  nodeAdded,
  nodeFilled,
  podPlaced,
} from "../../testing/cluster-changes.js";
import type { Change } from "../../testing/cluster-changes.js";

type Step = (history: ChurnHistory) => void;

const onCluster =
  (change: Change): Step =>
  ({ changing }) => {
    change(changing);
  };

const decide = fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 3 })).map(([k, times]): Step => (history) => {
  for (let i = 0; i < times; i++) history.decide(k);
});

const retry =
  (k: number): Step =>
  (history) => {
    history.retry(k);
  };

const followUp: Step = (history) => {
  history.followUp();
};

const gate =
  (k: number): Step =>
  (history) => {
    history.gate(k);
  };

const ungate =
  (k: number): Step =>
  (history) => {
    history.ungate(k);
  };

const nat = fc.nat({ max: 20 });

const steps = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: nodeAdded.map(onCluster) },
    { weight: 2, arbitrary: podPlaced.map(onCluster) },
    { weight: 3, arbitrary: nodeFilled.map(onCluster) },
    { weight: 7, arbitrary: arbitraryChange.map(onCluster) },
    { weight: 12, arbitrary: decide },
    { weight: 3, arbitrary: nat.map(retry) },
    { weight: 3, arbitrary: fc.constant(followUp) },
    { weight: 2, arbitrary: nat.map(gate) },
    { weight: 2, arbitrary: nat.map(ungate) },
  ),
  { minLength: 4, maxLength: 14, size: "max" },
);

const kind = fc.record({
  template: arbitraryTemplate(true),
  namespace: arbitraryNamespace,
  priority: fc.nat({ max: 3 }),
  isPatient: fc.nat({ max: 7 }).map((n) => n === 0),
});

/** Kinds that want the same of a node's room and may differ in all else, so that what is found out of one holds for others. */
const alike = fc.array(kind, { minLength: 2, maxLength: 3 }).map(([first, ...others]) => {
  if (first === undefined) return [];
  const { containers, initContainers } = first.template.spec;
  const withTheirs = others.map((other) => {
    const spec = { ...other.template.spec, containers, initContainers };
    return { ...other, template: { ...other.template, spec } };
  });
  return [first, ...withTheirs];
});

test("over 2,000 histories what is remembered comes to what a look at every node would", { timeout: 240_000 }, () => {
  const counts: ChurnCounts = { tries: 0, kept: 0, keptBesidePromises: 0, promises: 0, keptPromises: 0, ungated: 0 };
  const nodes = fc.array(nodeAdded.map(onCluster), { minLength: 3, maxLength: 7, size: "max" });
  const full = fc.array(nodeFilled.map(onCluster), { maxLength: 9, size: "max" });
  const begin = fc.tuple(nodes, full).map((lists) => lists.flat());
  const kinds = fc.oneof(fc.array(kind, { minLength: 1, maxLength: 3 }), alike);
  fc.assert(
    fc.property(begin, steps, fc.integer({ min: 1, max: 9 }), kinds, (first, then, wanted, ofKinds) => {
      const history = new ChurnHistory(wanted, ofKinds, counts);
      for (const step of [...first, ...then]) step(history);
    }),
    { numRuns: 2_000 },
  );
  // Most tries are of a kind that was met before.
  expect(counts.kept / counts.tries).toBeGreaterThan(0.5);
  expect(counts.keptBesidePromises).toBeGreaterThan(100);
  expect(counts.promises).toBeGreaterThan(500);
  expect(counts.keptPromises).toBeGreaterThan(30);
  expect(counts.ungated).toBeGreaterThan(60);
});
