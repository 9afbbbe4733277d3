import { describe, expect, test } from "vitest";
import { normalizeScores, percentOf } from "./score-arithmetic.js";

describe("scheduler 4.1, 13.13: normalised scores", () => {
  test.each([
    ["less", [0, 1, 2, 3], [100, 67, 34, 0]],
    ["more", [0, 20, 50, 80], [0, 25, 62, 100]],
    ["less", [0, 0], [100, 100]],
    ["more", [0, 0], [0, 0]],
  ] as const)("%s is better: %j", (better, raw, expected) => {
    const scores = Float64Array.from(raw);
    normalizeScores(scores, raw.length, better);
    expect([...scores]).toEqual(expected);
  });

  test("what lies beyond the count is left alone", () => {
    const scores = Float64Array.from([5, 10, 1_000]);
    normalizeScores(scores, 2, "more");
    expect([...scores]).toEqual([50, 100, 1_000]);
  });
});

describe("scheduler 4.10: percentages in whole numbers", () => {
  test.each([
    [3_900, 4_000, 97],
    [1, 3, 33],
    [0, 5, 0],
    [5, 5, 100],
    [2 ** 46 - 1, 2 ** 46, 99],
    [2 ** 53 - 2, 2 ** 53 - 1, 99],
    [(2 ** 53 - 1) / 3, 2 ** 53 - 1, 33],
  ])("%d of %d: %d", (part, whole, expected) => {
    expect(percentOf(Math.trunc(part), whole)).toBe(expected);
  });
});
