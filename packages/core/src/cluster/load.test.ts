import { expect, test } from "vitest";
import { MINUTE, NEVER, SECOND } from "../time.js";
import { isLoadSteady, loadAt, meanOfPiece, nextLoadBend } from "./load.js";
import type { Load } from "./load.js";

const load = (over: Partial<Load> = {}): Load => ({
  target: { kind: "Deployment", namespace: "default", name: "web" },
  metric: "cpu",
  container: null,
  spread: "shared",
  points: [
    { atUs: 0, amount: 1_000, until: "ramp" },
    { atUs: MINUTE, amount: 3_000, until: "step" },
  ],
  periodUs: null,
  sinceUs: 10 * MINUTE,
  before: null,
  knownSinceUs: 10 * MINUTE,
  ...over,
});

test("a load begins with its curve and stays as the curve ends", () => {
  expect([9, 10, 10.5, 11, 60].map((minutes) => loadAt(load(), minutes * MINUTE))).toEqual([
    0, 1_000, 2_000, 3_000, 3_000,
  ]);
  expect(nextLoadBend(load(), 0)).toBe(10 * MINUTE);
  expect(nextLoadBend(load(), 10 * MINUTE)).toBe(11 * MINUTE);
  expect(nextLoadBend(load(), 11 * MINUTE)).toBe(NEVER);
  expect([isLoadSteady(load(), 10 * MINUTE), isLoadSteady(load(), 11 * MINUTE)]).toEqual([false, true]);
});

test("what was said of it before holds until then", () => {
  const before = load({ sinceUs: 4 * MINUTE });
  const after = load({ before });
  expect([3, 4, 4.5, 9, 10].map((minutes) => loadAt(after, minutes * MINUTE))).toEqual([0, 1_000, 2_000, 3_000, 1_000]);
  expect(nextLoadBend(after, 4 * MINUTE)).toBe(5 * MINUTE);
  expect(nextLoadBend(after, 5 * MINUTE)).toBe(10 * MINUTE);
});

test("the mean of a straight piece is that of its ends", () => {
  expect(meanOfPiece(load(), 10 * MINUTE, 11 * MINUTE)).toBeCloseTo(2_000, -1);
  expect(meanOfPiece(load(), 12 * MINUTE, 13 * MINUTE)).toBe(3_000);
});

test("a wave comes round again", () => {
  const wave = load({ periodUs: 2 * MINUTE });
  expect(loadAt(wave, 12 * MINUTE + 30 * SECOND)).toBe(2_000);
  expect(nextLoadBend(wave, 13.5 * MINUTE)).toBe(14 * MINUTE);
  expect(isLoadSteady(wave, 100 * MINUTE)).toBe(false);
});
