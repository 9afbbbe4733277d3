import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seconds } from "../../testing/pod-builder.js";
import type { DeploymentStrategy } from "../api/deployment.js";
import type { IntOrPercent } from "../api/int-or-percent.js";
import { maxSurgeOf, maxUnavailableOf } from "./fenceposts.js";
import type { RolloutSpec } from "./fenceposts.js";
import { nextNewSetSize, planRollingUpdate } from "./rolling-update.js";
import type { RolloutSet } from "./rolling-update.js";

const rolling = (maxSurge: IntOrPercent = "25%", maxUnavailable: IntOrPercent = "25%"): DeploymentStrategy => ({
  type: "RollingUpdate",
  rollingUpdate: { maxSurge, maxUnavailable },
});

const spec = (replicas: number, strategy = rolling()): RolloutSpec => ({ replicas, strategy });

const set = (name: string, replicas: number, availableReplicas = replicas, ageSeconds = 0): RolloutSet => ({
  name,
  createdAtUs: seconds(1_000 - ageSeconds),
  revision: 1,
  replicas,
  sizedFor: null,
  status: { replicas, readyReplicas: availableReplicas, availableReplicas },
});

const words = (plan: ReturnType<typeof planRollingUpdate>): readonly string[] =>
  plan.map(({ set: { name }, from, to }) => `${name} ${from}->${to}`);

describe("controllers 2.9: fenceposts", () => {
  test.each<[number, IntOrPercent, IntOrPercent, number, number]>([
    [1, "25%", "25%", 1, 0],
    [3, "25%", "25%", 1, 0],
    [4, "25%", "25%", 1, 1],
    [10, "25%", "25%", 3, 2],
    [100, "25%", "25%", 25, 25],
    [10, 0, 0, 0, 1],
    [1, 0, "25%", 0, 1],
    [3, 0, "30%", 0, 1],
    [4, 1, 0, 1, 0],
    [2, 0, 5, 0, 2],
    [5, "100%", "100%", 5, 5],
    [0, "25%", "25%", 0, 0],
    [0, 2, 2, 2, 0],
  ])("replicas %d, surge %s, unavailable %s: %d and %d", (replicas, surge, unavailable, maxSurge, maxUnavailable) => {
    const given = spec(replicas, rolling(surge, unavailable));
    expect([maxSurgeOf(given), maxUnavailableOf(given)]).toEqual([maxSurge, maxUnavailable]);
  });

  test("Recreate allows neither", () => {
    const recreate = spec(4, { type: "Recreate" });
    expect([maxSurgeOf(recreate), maxUnavailableOf(recreate)]).toEqual([0, 0]);
  });
});

describe("controllers 2.11: the new set grows into the room that surge leaves", () => {
  test.each([
    ["a first rollout", 3, 0, 0, 3],
    ["an update of 3", 3, 0, 3, 1],
    ["an update of 10", 10, 0, 10, 3],
    ["no room", 10, 3, 13, 3],
    ["never above replicas", 10, 9, 9, 10],
    ["a rollover starts at 0 when the ceiling is reached", 10, 0, 13, 0],
  ])("%s", (_, replicas, newReplicas, total, expected) => {
    expect(nextNewSetSize(spec(replicas), newReplicas, total)).toBe(expected);
  });

  test("controllers 2.19: Recreate makes it whole at once", () => {
    expect(nextNewSetSize(spec(5, { type: "Recreate" }), 0, 5)).toBe(5);
  });
});

describe("one step of a rolling update", () => {
  test("controllers 2.10: growing comes first, and ends the step", () => {
    expect(words(planRollingUpdate(spec(10), set("new", 0), [set("old", 10)]))).toEqual(["new 0->3"]);
  });

  test("controllers 2.11: a new set larger than the Deployment is cut to its size", () => {
    expect(words(planRollingUpdate(spec(2), set("new", 5), [set("old", 1)]))).toEqual(["new 5->2"]);
  });

  test.each<[string, RolloutSpec, RolloutSet, readonly RolloutSet[], readonly string[]]>([
    ["what maxUnavailable allows goes at once", spec(10), set("new", 3, 0), [set("old", 10)], ["old 10->8"]],
    ["nothing more while new pods are unavailable", spec(10), set("new", 5, 0), [set("old", 8)], []],
    ["one old pod for each new one that is available", spec(10), set("new", 5, 2), [set("old", 8)], ["old 8->6"]],
    [
      "a surge pod that is not available takes up the room",
      spec(3, rolling(1, 0)),
      set("new", 1, 0),
      [set("old", 3, 2)],
      [],
    ],
    [
      "unhealthy old pods go even with maxUnavailable 0, oldest set first",
      spec(3, rolling(1, 0)),
      set("new", 1, 1),
      [set("old", 2, 0, 10), set("older", 1, 0, 20)],
      ["older 1->0"],
    ],
    [
      "unhealthy ones first, then healthy ones down to the minimum",
      spec(10),
      set("new", 3, 3),
      [set("old", 10, 8)],
      ["old 10->8", "old 8->5"],
    ],
    [
      "a set that was told to shrink is not counted on for more than its size",
      spec(10, rolling(5, 0)),
      set("new", 8, 4),
      [{ ...set("old", 7), status: { replicas: 10, readyReplicas: 10, availableReplicas: 10 } }],
      ["old 7->6"],
    ],
    ["old sets without pods stay as they are", spec(3), set("new", 3), [set("old", 0)], []],
    [
      "equally old sets go by name",
      spec(4, rolling(2, 1)),
      set("new", 4, 4),
      [set("b", 1), set("a", 1)],
      ["a 1->0", "b 1->0"],
    ],
  ])("controllers 2.12: %s", (_, given, newSet, oldSets, expected) => {
    expect(words(planRollingUpdate(given, newSet, oldSets))).toEqual(expected);
  });

  test("the controller's own worked case: a crash-looping rollover, then a rollback", () => {
    const given = spec(10, rolling(3, 2));
    expect(words(planRollingUpdate(given, set("new", 5, 0), [set("old", 8, 7)]))).toEqual([]);
    expect(words(planRollingUpdate(given, set("old", 8, 7), [set("new", 5, 0)]))).toEqual(["new 5->1"]);
    expect(words(planRollingUpdate(given, set("newer", 0), [set("old", 8, 8, 9), set("new", 5, 0)]))).toEqual([
      "new 5->0",
    ]);
  });
});

/** Steps until nothing changes; new pods become available between steps. */
const rollOut = (given: RolloutSpec, from: number): readonly string[] => {
  let old = set("old", from);
  let next = set("new", nextNewSetSize(given, 0, from), 0);
  const steps = [`new ${next.replicas}`];
  for (let budget = 1_000; budget > 0; budget--) {
    const plan = planRollingUpdate(given, next, [old]);
    if (plan.length === 0 && next.status.availableReplicas === next.replicas) return steps;
    for (const scaling of plan) {
      if (scaling.set === next) next = set("new", scaling.to, next.status.availableReplicas);
      else old = set("old", scaling.to);
      steps.push(`${scaling.set.name} ${scaling.to}`);
    }
    if (plan.length === 0) next = set("new", next.replicas);
  }
  throw new Error(`no end: ${steps.join(", ")}`);
};

describe("whole rollouts", () => {
  test("the Deployment page's example, 3 replicas: new 1, old 2, new 2, old 1, new 3, old 0", () => {
    expect(rollOut(spec(3), 3)).toEqual(["new 1", "old 2", "new 2", "old 1", "new 3", "old 0"]);
  });

  test("controllers 2.9: one replica surges first", () => {
    expect(rollOut(spec(1), 1)).toEqual(["new 1", "old 0"]);
  });

  test("without surge the old pod goes first", () => {
    expect(rollOut(spec(2, rolling(0, 1)), 2)).toEqual(["new 0", "old 1", "new 1", "old 0", "new 2"]);
  });

  test("any strategy comes to an end, and keeps to its fenceposts on the way", () => {
    const share = fc.oneof(
      fc.nat(6),
      fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), share, share, (replicas, surge, unavailable) => {
        const given = spec(replicas, rolling(surge, unavailable));
        const ceiling = replicas + maxSurgeOf(given);
        let sizes = { new: 0, old: replicas };
        for (const step of rollOut(given, replicas)) {
          const [name = "", size = ""] = step.split(" ");
          sizes = { ...sizes, [name]: Number(size) };
          expect(sizes.new + sizes.old).toBeLessThanOrEqual(ceiling);
          expect(sizes.new + sizes.old).toBeGreaterThanOrEqual(replicas - maxUnavailableOf(given));
        }
        expect(sizes).toEqual({ new: replicas, old: 0 });
      }),
      { numRuns: 60 },
    );
  });
});
