import { describe, expect, test } from "vitest";
import type { NodeIx } from "@podsim/core";
import type { ResourceView } from "../cluster/cluster-view.js";
import { allocationScore, leastAllocated, mostAllocated, requestedToCapacityRatio } from "./allocation-score.js";
import type { AllocationScore } from "./allocation-score.js";
import type { Demand } from "./resource-demand.js";

const GI = 2 ** 30;
const node = 0 as NodeIx;

/** A resource of which `used` of `capacity` is in use once the pod is there. */
const demand = (used: number, capacity: number, weight = 1): Demand => {
  const column: ResourceView = { allocatable: () => capacity, requested: () => 0, assumed: () => 0 };
  return { column, amount: used, weight };
};

const score = (strategy: AllocationScore, ...demands: readonly Demand[]): number =>
  allocationScore(strategy, demands, node);

describe("scheduler 4.7, 4.8: least and most allocated", () => {
  test("the weighted mean over resources, cut off", () => {
    const demands = [demand(1_000, 4_000, 3), demand(8 * GI, 32 * GI), demand(50, 100)];
    expect(score(leastAllocated, ...demands)).toBe(Math.trunc((3 * 75 + 75 + 50) / 5));
    expect(score(mostAllocated, ...demands)).toBe(Math.trunc((3 * 25 + 25 + 50) / 5));
  });

  test("more than there is counts as all of it; what a node does not have does not count", () => {
    expect(score(leastAllocated, demand(5, 4), demand(0, 4))).toBe(50);
    expect(score(mostAllocated, demand(5, 4), demand(0, 4))).toBe(50);
    expect(score(leastAllocated, demand(5, 0), demand(1, 4))).toBe(75);
    expect(score(leastAllocated, demand(5, 0))).toBe(0);
  });
});

describe("scheduler 4.9, 13.5-13.7: requested to capacity ratio", () => {
  const rising = requestedToCapacityRatio([
    { utilization: 0, score: 0 },
    { utilization: 100, score: 10 },
  ]);
  const falling = requestedToCapacityRatio([
    { utilization: 0, score: 10 },
    { utilization: 100, score: 0 },
  ]);
  const bent = requestedToCapacityRatio([
    { utilization: 0, score: 0 },
    { utilization: 50, score: 7 },
    { utilization: 100, score: 10 },
  ]);
  const usual = [demand(1_500, 4_000), demand(1_500 * 2 ** 20, 32 * GI)];

  test("rising: 21", () => expect(score(rising, ...usual)).toBe(21));
  test("falling: 80", () => expect(score(falling, ...usual)).toBe(80));
  test("bent, cpu only: 44", () => expect(score(bent, demand(1_300, 4_000))).toBe(44));

  test("level before the first point and after the last", () => {
    const step = requestedToCapacityRatio([
      { utilization: 40, score: 2 },
      { utilization: 60, score: 8 },
    ]);
    expect([10, 40, 50, 60, 90].map((used) => score(step, demand(used, 100)))).toEqual([20, 20, 50, 80, 80]);
  });

  test("a resource with score 0 is left out, halves are rounded up", () => {
    expect(score(rising, demand(0, 100), demand(50, 100))).toBe(50);
    expect(score(rising, demand(1, 100), demand(2, 100))).toBe(2);
    expect(score(rising, demand(200, 100))).toBe(100);
  });
});
