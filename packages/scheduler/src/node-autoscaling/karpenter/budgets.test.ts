import { HOUR, MINUTE, NEVER } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { allowedDisruptions, nextWindowUs } from "./budgets.js";
import type { DisruptionBudget, NodePool } from "./node-pool.js";

/** Thursday, 2026-01-01 00:00 UTC. */
const START_US = Date.UTC(2026, 0, 1) * 1_000;

const budget = (over: Partial<DisruptionBudget> = {}): DisruptionBudget => ({
  nodes: { percent: 10 },
  reasons: null,
  window: null,
  ...over,
});

const aPool = (...budgets: readonly DisruptionBudget[]): NodePool => ({
  name: "default",
  weight: 0,
  offerings: [],
  limitMilliCpu: null,
  consolidates: "WhenEmptyOrUnderutilized",
  consolidateAfterUs: 0,
  expireAfterUs: null,
  budgets,
  driftsAtUs: null,
  provision: { kind: "constant", value: MINUTE },
});

const OFFICE = { schedule: "0 9 * * mon-fri", durationUs: 8 * HOUR };

describe("controllers 5.41: budgets", () => {
  test.each<[string, readonly DisruptionBudget[], number, number, number]>([
    ["10 % of 15, rounded up", [budget()], 15, 0, 2],
    ["without those that are unavailable", [budget()], 15, 1, 1],
    ["never less than none", [budget()], 15, 5, 0],
    ["a number", [budget({ nodes: { count: 3 } })], 15, 0, 3],
    ["the least of all counts", [budget({ nodes: { count: 3 } }), budget({ nodes: { percent: 50 } })], 15, 0, 3],
    ["0 blocks", [budget({ nodes: { count: 0 } })], 15, 0, 0],
    ["one for another reason does not count", [budget({ nodes: { count: 0 }, reasons: ["Drifted"] })], 15, 0, 15],
  ])("%s", (_, budgets, nodes, unavailable, allowed) => {
    expect(allowedDisruptions(aPool(...budgets), "Empty", nodes, unavailable, START_US, 0)).toBe(allowed);
  });

  test.each([
    [8 * HOUR, 5],
    [9 * HOUR, 0],
    [17 * HOUR - 1, 0],
    [17 * HOUR, 5],
    [33 * HOUR, 0],
    // Saturday.
    [57 * HOUR, 5],
  ])("a window of office hours, %i µs into Thursday: %i", (now, allowed) => {
    const pool = aPool(budget({ nodes: { count: 5 } }), budget({ nodes: { count: 0 }, window: OFFICE }));
    expect(allowedDisruptions(pool, "Underutilized", 20, 0, START_US, now)).toBe(allowed);
  });

  test("when that changes next", () => {
    const pool = aPool(budget({ window: OFFICE }));
    expect(nextWindowUs(pool, START_US, 0)).toBe(9 * HOUR);
    expect(nextWindowUs(pool, START_US, 9 * HOUR)).toBe(17 * HOUR);
    expect(nextWindowUs(aPool(budget()), START_US, 0)).toBe(NEVER);
  });
});
