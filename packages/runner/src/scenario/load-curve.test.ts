import { isLeft } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import { HOUR, MINUTE } from "@podsim/core/time";
import { decodeAt } from "./schema/schema.js";
import { loadCurve } from "./load-curve.js";
import type { LoadCurve } from "./load-curve.js";

const read = (value: unknown): unknown => {
  const decoded = decodeAt(loadCurve, value, []);
  return isLeft(decoded) ? decoded.left.map(({ message }) => message) : decoded.right;
};

const curve = (...points: readonly (readonly [atUs: number, amount: number, until: "step" | "ramp"])[]): LoadCurve => ({
  points: points.map(([atUs, amount, until]) => ({ atUs, amount, until })),
  periodUs: null,
});

test.each<[unknown, LoadCurve]>([
  [12, curve([0, 12_000, "step"])],
  ["500m", curve([0, 500, "step"])],
  [{ constant: "1.5" }, curve([0, 1_500, "step"])],
  [{ ramp: { from: 1, to: 3, over: "1m" } }, curve([0, 1_000, "ramp"], [MINUTE, 3_000, "step"])],
  [{ steps: [{ at: "1m", total: 2 }] }, curve([0, 0, "step"], [MINUTE, 2_000, "step"])],
  [
    { spike: { base: 1, peak: 3, after: "1m", for: "2m" } },
    curve([0, 1_000, "step"], [MINUTE, 3_000, "step"], [3 * MINUTE, 1_000, "step"]),
  ],
  [
    { spike: { base: 1, peak: 3, rise: "1m", for: "2m" } },
    curve([0, 1_000, "ramp"], [MINUTE, 3_000, "step"], [3 * MINUTE, 3_000, "ramp"], [4 * MINUTE, 1_000, "step"]),
  ],
])("%j", (written, meant) => {
  expect(read(written)).toEqual(meant);
});

test("a wave is at its highest at its time, and at its lowest half a period later", () => {
  const { points, periodUs } = read({ wave: { low: 2, high: 10, peakAt: "14h" } }) as LoadCurve;
  expect(periodUs).toBe(24 * HOUR);
  expect(points.find(({ atUs }) => atUs === 14 * HOUR)?.amount).toBe(10_000);
  expect(points.find(({ atUs }) => atUs === 2 * HOUR)?.amount).toBe(2_000);
  expect(points[0]?.amount).toBe(points.at(-1)?.amount);
});

test.each<[unknown, string]>([
  ["much", '"much" is not an amount'],
  [-1, "a load is not below 0"],
  [{}, "it does not say how much the load is"],
  [{ constant: 1, ramp: { to: 2, over: "1m" } }, "it says twice how much the load is"],
  [{ wave: { low: 1, high: 2, period: "0s" } }, "a wave needs a period"],
  [
    {
      steps: [
        { at: "2m", total: 1 },
        { at: "1m", total: 2 },
      ],
    },
    "the steps are out of order",
  ],
])("%j is refused", (written, message) => {
  expect(read(written)).toEqual([message]);
});
