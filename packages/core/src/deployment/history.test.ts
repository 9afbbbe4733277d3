import { describe, expect, test } from "vitest";
import { expiredSets, nextRevision } from "./history.js";
import type { RolloutSet } from "./rolling-update.js";

const set = (revision: number, replicas = 0, pods = replicas): RolloutSet => ({
  name: `web-${revision}`,
  createdAtUs: 0,
  revision,
  replicas,
  sizedFor: null,
  status: { replicas: pods, readyReplicas: 0, availableReplicas: 0 },
});

const revisions = (sets: readonly RolloutSet[]): readonly number[] => sets.map(({ revision }) => revision);

describe("revisions", () => {
  test("controllers 2.20: the newest set is one above all others", () => {
    expect(nextRevision([])).toBe(1);
    expect(nextRevision([set(2), set(7), set(3)])).toBe(8);
  });

  test("controllers 2.10: the oldest beyond the limit are forgotten", () => {
    expect(revisions(expiredSets([set(3), set(1), set(2)], 2))).toEqual([1]);
    expect(revisions(expiredSets([set(3), set(1), set(2)], 0))).toEqual([1, 2, 3]);
    expect(revisions(expiredSets([set(3), set(1), set(2)], 10))).toEqual([]);
  });

  test("controllers 2.10: a set that has or should have pods stays, and no younger one goes for it", () => {
    expect(revisions(expiredSets([set(1, 1), set(2), set(3)], 2))).toEqual([]);
    expect(revisions(expiredSets([set(1, 0, 1), set(2), set(3)], 1))).toEqual([2]);
  });
});
