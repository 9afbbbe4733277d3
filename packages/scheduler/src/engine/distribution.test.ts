// Durations from distributions: end points, percentiles, laws.
import type { Distribution } from "@podsim/core";
import { HOUR, MILLISECOND, NEVER, SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SAMPLE_MAX_US, sample } from "./distribution.js";
import type { DurationDistribution } from "./distribution.js";

const U_LAST = 1 - 2 ** -53;

const duration = fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 1_000 * HOUR }));
const ordered = fc.tuple(duration, duration).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  duration.map((value) => ({ kind: "constant" as const, value })),
  ordered.map(([min, max]) => ({ kind: "uniform" as const, min, max })),
  duration.map((mean) => ({ kind: "exponential" as const, mean })),
  ordered.map(([p50, p99]) => ({ kind: "lognormal" as const, p50, p99 })),
);
const share = fc.oneof(
  fc.double({ min: 0, max: U_LAST, noNaN: true }),
  fc.constantFrom(0, 2 ** -53, 0.5, 0.99, U_LAST),
);

describe("shares of a distribution", () => {
  test.each<[string, DurationDistribution, number, number]>([
    ["a constant", { kind: "constant", value: 250 }, 0.7, 250],
    ["uniform from its least", { kind: "uniform", min: 100, max: 200 }, 0, 100],
    ["uniform in the middle", { kind: "uniform", min: 100, max: 200 }, 0.5, 150],
    ["uniform to its most", { kind: "uniform", min: 100, max: 200 }, U_LAST, 200],
    ["uniform over one value", { kind: "uniform", min: 100, max: 100 }, U_LAST, 100],
    ["exponential at once", { kind: "exponential", mean: SECOND }, 0, 0],
    ["half of an exponential: mean × ln 2", { kind: "exponential", mean: SECOND }, 0.5, 693_147],
    ["the far end of an exponential: mean × 53 ln 2", { kind: "exponential", mean: SECOND }, U_LAST, 36_736_801],
    ["an exponential of mean 0", { kind: "exponential", mean: 0 }, U_LAST, 0],
    ["the median of a lognormal", { kind: "lognormal", p50: 800 * MILLISECOND, p99: 3 * SECOND }, 0.5, 800_000],
    ["the 99th percentile", { kind: "lognormal", p50: 800 * MILLISECOND, p99: 3 * SECOND }, 0.99, 3_000_000],
    ["the first percentile: p50² / p99", { kind: "lognormal", p50: 800 * MILLISECOND, p99: 3 * SECOND }, 0.01, 213_333],
    ["a lognormal of one value", { kind: "lognormal", p50: 5, p99: 5 }, 0, 5],
  ])("%s", (_, of, u, expected) => {
    expect(sample(of, u)).toBe(expected);
  });

  test("uniform gives every whole microsecond of its range equal room", () => {
    const counts = [0, 0, 0];
    for (let k = 0; k < 300; k += 1) counts[sample({ kind: "uniform", min: 0, max: 2 }, k / 300)]! += 1;
    expect(counts).toEqual([100, 100, 100]);
  });

  test("what would be longer is cut, so that an instant plus a sample is an instant", () => {
    expect(sample({ kind: "lognormal", p50: 1, p99: NEVER }, U_LAST)).toBe(SAMPLE_MAX_US);
    expect(sample({ kind: "constant", value: NEVER }, 0)).toBe(SAMPLE_MAX_US);
    expect(Number.isSafeInteger(SAMPLE_MAX_US + 100 * 365 * 24 * HOUR)).toBe(true);
  });
});

test.each<[DurationDistribution, number]>([
  [{ kind: "constant", value: 1 }, 1],
  [{ kind: "constant", value: 1 }, -0.1],
  [{ kind: "constant", value: 1 }, NaN],
  [{ kind: "constant", value: -1 }, 0],
  [{ kind: "constant", value: NaN }, 0],
  [{ kind: "uniform", min: 2, max: 1 }, 0],
  [{ kind: "exponential", mean: -5 }, 0.5],
  [{ kind: "lognormal", p50: 0, p99: 1 }, 0.5],
  [{ kind: "lognormal", p50: 2, p99: 1 }, 0.5],
])("refuses %o at %d", (of, u) => {
  expect(() => sample(of, u)).toThrow(/^no /);
});

test("property: whole microseconds, bounded, never falling as the share grows", () => {
  fc.assert(
    fc.property(distribution, share, share, (of, u, v) => {
      const [low, high] = [sample(of, Math.min(u, v)), sample(of, Math.max(u, v))];
      expect(Number.isSafeInteger(low) && low >= 0 && low <= SAMPLE_MAX_US).toBe(true);
      expect(low).toBeLessThanOrEqual(high);
    }),
    { numRuns: 1_000 },
  );
});

test("property: half of the lognormals' mass lies below p50, 99 % below p99", () => {
  fc.assert(
    fc.property(ordered, ([p50, p99]) => {
      const of = { kind: "lognormal", p50, p99 } as const;
      expect(sample(of, 0.5)).toBe(p50);
      expect(Math.abs(sample(of, 0.99) - p99)).toBeLessThanOrEqual(1 + p99 * 1e-13);
    }),
  );
});
