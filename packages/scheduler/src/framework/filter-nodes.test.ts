import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NodeIx } from "@podsim/core";
import { findFeasible, gatherRejected } from "./filter-nodes.js";
import { NodeWindow } from "./node-window.js";
import type { NamedFilter } from "./pre-filter.js";
import { unschedulable } from "./verdict.js";

const nodesOf = (count: number): readonly NodeIx[] => Array.from({ length: count }, (_, ix) => ix as NodeIx);

const filterBy = (plugin: string, test: (node: number) => number, number = 0): NamedFilter => ({
  plugin,
  number,
  basis: undefined,
  isInterned: false,
  filter: {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep(test);
    },
    verdictOf: (rejection) => unschedulable(`${plugin} ${rejection}`),
  },
});

const windowFor = (nodes: readonly NodeIx[]): NodeWindow => {
  const window = new NodeWindow();
  window.clear(nodes.length);
  return window;
};

const candidatesOf = (window: NodeWindow): readonly number[] =>
  Array.from({ length: window.size }, (_, k) => window.at(k));

/** Where successive searches begin. */
const starts = (count: number, wanted: number, searches: number, isFit: (node: number) => boolean) => {
  const nodes = nodesOf(count);
  const filters = [filterBy("F", (node) => (isFit(node) ? 0 : 1))];
  const found: number[] = [];
  let start = 0;
  for (let i = 0; i < searches; i++) {
    found.push(start);
    start = (start + findFeasible(nodes, start, wanted, filters, windowFor(nodes)).evaluatedCount) % count;
  }
  return found;
};

describe("where the next search begins", () => {
  test("scheduler 13.17: 1000 equal nodes, 420 wanted: 0, 420, 840, 260, 680, 100", () => {
    expect(starts(1_000, 420, 6, () => true)).toEqual([0, 420, 840, 260, 680, 100]);
  });

  test("scheduler 13.18: with nodes 0..99 that do not fit: 0, 520, 940, 460, 880", () => {
    expect(starts(1_000, 420, 5, (node) => node >= 100)).toEqual([0, 520, 940, 460, 880]);
  });

  test("scheduler 2.23: where fewer fit than are wanted, it begins where it began", () => {
    expect(starts(300, 100, 3, (node) => node % 10 === 0)).toEqual([0, 0, 0]);
  });
});

/** Node by node, as one worker would. */
const findNaively = (nodes: readonly NodeIx[], start: number, wanted: number, isFit: (node: number) => boolean) => {
  const feasible: number[] = [];
  let evaluated = 0;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[(start + i) % nodes.length] ?? 0;
    if (isFit(node)) {
      if (feasible.length === wanted) return { feasible, evaluated };
      feasible.push(node);
    }
    evaluated++;
  }
  return { feasible, evaluated };
};

test("scheduler 2.18-2.20: stretches find what a walk from node to node finds", () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 400 }),
      fc.nat({ max: 399 }),
      fc.integer({ min: 1, max: 120 }),
      (fits, from, wanted) => {
        const nodes = nodesOf(fits.length);
        const start = from % nodes.length;
        const isFit = (node: number): boolean => fits[node] === true;
        const window = windowFor(nodes);
        const filters = [
          filterBy("odd", (node) => (isFit(node) || node % 2 === 0 ? 0 : 1)),
          filterBy("even", (node) => (isFit(node) ? 0 : 2), 1),
        ];
        const search = findFeasible(nodes, start, wanted, filters, window);
        const naive = findNaively(nodes, start, wanted, isFit);
        expect(candidatesOf(window)).toEqual(naive.feasible);
        expect(search).toEqual({ feasibleCount: naive.feasible.length, evaluatedCount: naive.evaluated });
      },
    ),
  );
});

test("scheduler 2.31: the first filter to say no decides", () => {
  const nodes = nodesOf(4);
  const window = windowFor(nodes);
  const filters = [filterBy("A", (node) => (node < 2 ? 7 : 0)), filterBy("B", () => 1, 1)];
  expect(findFeasible(nodes, 1, 4, filters, window)).toEqual({ feasibleCount: 0, evaluatedCount: 4 });
  const rejected = gatherRejected(nodes, filters, window);
  expect(rejected.map(({ plugin, verdict, nodes: group }) => [plugin, verdict.reasons, group])).toEqual([
    ["A", ["A 7"], [0, 1]],
    ["B", ["B 1"], [2, 3]],
  ]);
});

test("scheduler 2.25: without filters the first nodes from the start are taken", () => {
  const nodes = nodesOf(10);
  const window = windowFor(nodes);
  findFeasible(nodes, 8, 4, [], window);
  expect(candidatesOf(window)).toEqual([8, 9, 0, 1]);
});
