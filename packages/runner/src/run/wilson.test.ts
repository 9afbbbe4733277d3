import { expect, test } from "vitest";
import { wilsonInterval } from "./wilson.js";

// Values of the Wilson score interval without continuity correction, as textbooks tabulate them.
test.each([
  [13, 20, 0.4329, 0.8188],
  [0, 10, 0, 0.2775],
  [10, 10, 0.7225, 1],
  [1, 1, 0.2065, 1],
  [50, 100, 0.4038, 0.5962],
])("%d of %d: %d to %d", (passed, total, low, high) => {
  const [l, h] = wilsonInterval(passed, total);
  expect([l, h].map((share) => Math.round(share * 1e4) / 1e4)).toEqual([low, high]);
});
