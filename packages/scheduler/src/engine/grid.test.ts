// Periodic loops, against the definition and against whole numbers of any size.
import { NEVER, SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gridIndex, nextAfterOnGrid, nextOnGrid } from "./grid.js";

describe("a loop with phase 3 and period 10", () => {
  test.each([
    [0, 3, 3, -1],
    [2, 3, 3, -1],
    [3, 3, 13, 0],
    [4, 13, 13, 0],
    [12, 13, 13, 0],
    [13, 13, 23, 1],
    [14, 23, 23, 1],
  ])("at %i: next %i, next after %i, index %i", (at, next, nextAfter, index) => {
    expect([nextOnGrid(at, 3, 10), nextAfterOnGrid(at, 3, 10), gridIndex(at, 3, 10)]).toEqual([next, nextAfter, index]);
  });
});

test("a relist every second finds its last instant before NEVER exactly", () => {
  const last = NEVER - (NEVER % SECOND);
  expect([gridIndex(last - 1, 0, SECOND), gridIndex(last, 0, SECOND)]).toEqual([9_007_199_253, 9_007_199_254]);
  expect(nextOnGrid(last - 1, 0, SECOND)).toBe(last);
  expect([nextOnGrid(last + 1, 0, SECOND), nextAfterOnGrid(last, 0, SECOND)]).toEqual([NEVER, NEVER]);
});

test.each([
  [-1, 0, 1],
  [0.5, 0, 1],
  [0, -1, 1],
  [0, 0, 0],
  [0, 0, 1.5],
  [NaN, 0, 1],
  [2 ** 53, 0, 1],
])("refuses at %d, phase %d, period %d", (at, phaseUs, periodUs) => {
  for (const ask of [gridIndex, nextOnGrid, nextAfterOnGrid]) expect(() => ask(at, phaseUs, periodUs)).toThrow("no ");
});

test("property: exact at any size", () => {
  const instant = fc.oneof(fc.nat(1_000), fc.maxSafeNat());
  const period = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: NEVER }));
  fc.assert(
    fc.property(instant, instant, period, (at, phaseUs, periodUs) => {
      const [t, phase, step] = [BigInt(at), BigInt(phaseUs), BigInt(periodUs)];
      const index = t < phase ? -1n : (t - phase) / step;
      const last = phase + index * step;
      const atMost = (n: bigint): number => (n >= BigInt(NEVER) ? NEVER : Number(n));
      expect(gridIndex(at, phaseUs, periodUs)).toBe(Number(index));
      expect(nextAfterOnGrid(at, phaseUs, periodUs)).toBe(atMost(last + step));
      expect(nextOnGrid(at, phaseUs, periodUs)).toBe(index >= 0n && last === t ? at : atMost(last + step));
    }),
    { numRuns: 1_000 },
  );
});
