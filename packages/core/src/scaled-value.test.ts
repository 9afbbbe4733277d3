import { expect, test } from "vitest";
import { scaledValue } from "./scaled-value.js";

test.each([
  [3, 100, "up", 3],
  ["25%", 10, "up", 3],
  ["25%", 10, "down", 2],
  ["70%", 7, "up", 5],
  ["7%", 100, "up", 7],
  ["100%", 3, "down", 3],
  ["0%", 3, "up", 0],
  ["33%", 0, "up", 0],
] as const)("controllers 2.9: %s of %d, rounded %s: %d", (value, total, rounding, expected) => {
  expect(scaledValue(value, total, rounding)).toBe(expected);
});
