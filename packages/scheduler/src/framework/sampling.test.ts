import { describe, expect, test } from "vitest";
import { feasibleNodesToFind } from "./sampling.js";

describe("scheduler 2.15: nodes that are enough, adaptive", () => {
  test.each([
    [0, 0],
    [99, 99],
    [100, 100],
    [200, 100],
    [250, 120],
    [500, 230],
    [1_000, 420],
    [2_000, 680],
    [5_000, 500],
    [5_625, 281],
    [6_000, 300],
    [10_000, 500],
    [15_000, 750],
  ])("of %d nodes: %d", (nodes, enough) => {
    expect(feasibleNodesToFind(0, nodes)).toBe(enough);
  });
});

test.each([
  [100, 5_000, 5_000],
  [10, 5_000, 500],
  [1, 5_000, 100],
  [1, 50, 50],
])("%d%% of %d nodes: %d", (percentage, nodes, enough) => {
  expect(feasibleNodesToFind(percentage, nodes)).toBe(enough);
});
