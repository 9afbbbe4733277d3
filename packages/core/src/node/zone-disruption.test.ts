import { describe, expect, test } from "vitest";
import { evictionRateOf, zoneKeyOf, zoneStateOf } from "./zone-disruption.js";

describe("zones", () => {
  test.each([
    [{}, ""],
    [{ "topology.kubernetes.io/zone": "a" }, ":a"],
    [{ "topology.kubernetes.io/region": "r" }, "r:"],
    [{ "topology.kubernetes.io/region": "r", "topology.kubernetes.io/zone": "a" }, "r:a"],
  ])("controllers 1.14: %j is in zone %j", (labels, key) => {
    expect(zoneKeyOf(labels)).toBe(key);
  });

  test.each([
    [0, 1, "FullDisruption"],
    [0, 40, "FullDisruption"],
    [1, 2, "Normal"],
    [1, 3, "PartialDisruption"],
    [9, 11, "PartialDisruption"],
    [10, 10, "Normal"],
    [4, 5, "PartialDisruption"],
    [15, 5, "Normal"],
    [20, 0, "Normal"],
  ] as const)("controllers 1.15: %d ready, %d not: %s", (ready, notReady, state) => {
    expect(zoneStateOf(ready, notReady)).toBe(state);
  });

  test.each([
    ["Normal", 10, 0.1],
    ["Normal", 1_000, 0.1],
    ["PartialDisruption", 50, 0],
    ["PartialDisruption", 51, 0.01],
    ["FullDisruption", 10, 0.1],
  ] as const)("controllers 1.16: %s, %d nodes: %d nodes per second", (state, size, rate) => {
    expect(evictionRateOf(state, size)).toBe(rate);
  });
});
