import { describe, expect, test } from "vitest";
import { closest, editDistance } from "./closest.js";

describe("editDistance", () => {
  test.each([
    ["", "", 0],
    ["web", "web", 0],
    ["wbe", "web", 1],
    ["behaviours", "behaviors", 1],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
    ["abc", "", 3],
  ])("%s to %s takes %d", (a, b, count) => {
    expect(editDistance(a, b, 10)).toBe(count);
    expect(editDistance(b, a, 10)).toBe(count);
  });

  test("beyond the limit only that it is beyond", () => {
    expect(editDistance("kitten", "sitting", 2)).toBe(3);
    expect(editDistance("a", "abcdefgh", 2)).toBe(3);
  });
});

describe("closest", () => {
  test.each([
    ["behaviours", ["behavior", "behaviors", "clock"], "behaviors"],
    ["sim_pendng_pods", ["sim_pending_pods", "sim_evictions_total"], "sim_pending_pods"],
    ["wbe", ["checkout", "web", "search"], "web"],
    ["nodesPerZones", ["nodesPerZone"], "nodesPerZone"],
    ["POWER-OFF", ["power-off", "partition"], "power-off"],
    ["replica", ["replicas", "replicaz"], "replicas"],
    ["a", ["b"], null],
    ["x", ["X"], "X"],
    ["memory", ["cpu", "pods"], null],
    ["limits", ["requests"], null],
    ["", ["a"], null],
    ["same", ["same"], null],
    ["x".repeat(1_000_000), ["x"], null],
  ])("%.20s among %j is %j", (name, candidates, expected) => {
    expect(closest(name, candidates)).toBe(expected);
  });
});
