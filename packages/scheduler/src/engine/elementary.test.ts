// Logarithm, exponential and normal quantile: against Math, against tables, and bit for bit against what they once were.
import { describe, expect, test } from "vitest";
import { exp, ln, normalQuantile } from "./elementary.js";

/** FNV-1a over the bits of doubles: any other last bit is another hash. */
const bitsOf = (values: readonly number[]): string => {
  const view = new DataView(new ArrayBuffer(8));
  let hash = 0x811c9dc5;
  for (const value of values) {
    view.setFloat64(0, value);
    for (let k = 0; k < 8; k += 1) hash = Math.imul(hash ^ view.getUint8(k), 0x01000193);
  }
  return (hash >>> 0).toString(16);
};

const steps = (count: number, of: (share: number) => number): number[] =>
  Array.from({ length: count }, (_, k) => of(k / count));

const worstRelative = (values: readonly number[], mine: (x: number) => number, theirs: (x: number) => number): number =>
  Math.max(...values.map((x) => (mine(x) === theirs(x) ? 0 : Math.abs(mine(x) / theirs(x) - 1))));

const POSITIVE = [
  ...steps(20_000, (u) => 2 ** (u * 120 - 60)),
  ...steps(20_000, (u) => 0.5 + u),
  1 - 2 ** -53,
  2 ** -1022,
];
const EXPONENTS = [...steps(20_000, (u) => u * 1_400 - 700), ...steps(10_000, (u) => u * 2 - 1), 700];
const SHARES = [...steps(20_000, (u) => u + 0.5 / 20_000), ...steps(1_000, (u) => 2 ** (-54 * (u + 0.001)))];

describe("ln", () => {
  test("is Math.log to 1e-15", () => {
    expect(worstRelative(POSITIVE, ln, Math.log)).toBeLessThan(1e-15);
  });

  test("is exact at 1", () => {
    expect(ln(1)).toBe(0);
  });

  test("has an end at the smallest and the largest number", () => {
    expect([ln(Number.MIN_VALUE), ln(Number.MAX_VALUE)]).toEqual([-744.4400719213812, 709.782712893384]);
  });

  test.each([0, -1, NaN, Infinity])("of %d is refused", (x) => {
    expect(() => ln(x)).toThrow("no logarithm");
  });
});

describe("exp", () => {
  test("is Math.exp to 1e-15", () => {
    expect(worstRelative(EXPONENTS, exp, Math.exp)).toBeLessThan(1e-15);
  });

  test("is exact at 0", () => {
    expect(exp(0)).toBe(1);
  });
});

describe("normalQuantile", () => {
  // The inverse of erfc, computed to forty digits.
  test.each([
    [0.5, 0],
    [0.6, 0.25334710313579978],
    [0.9, 1.2815515655446004],
    [0.99, 2.3263478740408408],
    [0.999, 3.0902323061678132],
    [0.001, -3.0902323061678132],
    [1e-9, -5.9978070150076865],
    [1e-12, -7.0344838253011313],
    [2 ** -53, -8.2095361516013874],
  ])("of %d is %d", (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(1e-14 * Math.abs(z));
  });

  test("is odd about a half", () => {
    for (const p of [2 ** -10, 0.0625, 0.25, 0.4375]) expect(normalQuantile(1 - p)).toBe(-normalQuantile(p));
  });

  test("rises", () => {
    const sorted = SHARES.toSorted((a, b) => a - b).map(normalQuantile);
    expect(sorted.every((z, k) => k === 0 || z > sorted[k - 1]!)).toBe(true);
  });
});

test("every bit is the same on every platform", () => {
  // Inputs by division alone: a power such as 2 ** 0.3 may itself differ in the last bit.
  const logarithms = steps(20_000, (share) => ln(share * 7 + 1 / 3));
  const exponentials = steps(20_000, (share) => exp(share * 90 - 45));
  const quantiles = steps(20_000, (share) => normalQuantile(share + 1 / 50_000));
  const tails = Array.from({ length: 12 }, (_, k) => normalQuantile(1 / 3 / 16 ** (k + 1)));
  expect([logarithms, exponentials, quantiles, tails].map(bitsOf)).toEqual([
    "ff72fda1",
    "bd499fbb",
    "cdf06d1f",
    "f04aed30",
  ]);
});
