import { describe, expect, test } from "vitest";
import { seconds } from "../../testing/pod-builder.js";
import type { RolloutSpec } from "./fenceposts.js";
import { needsScaling, planScaling } from "./proportional-scaling.js";
import type { RolloutSet } from "./rolling-update.js";

const spec = (replicas: number, maxSurge = 3, maxUnavailable = 2): RolloutSpec => ({
  replicas,
  strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } },
});

/** A set last scaled for a Deployment of `desired` (with 3 surge). */
const set = (name: string, replicas: number, desired: number, age = 0, available = replicas): RolloutSet => ({
  name,
  createdAtUs: seconds(1_000 - age),
  revision: 1,
  replicas,
  sizedFor: { desiredReplicas: desired, maxReplicas: desired + 3 },
  status: { replicas, readyReplicas: available, availableReplicas: available },
});

const words = (plan: ReturnType<typeof planScaling>): readonly string[] =>
  plan.map(({ set: { name }, from, to }) => `${name} ${from}->${to}`);

describe("controllers 2.16: whether a Deployment was scaled", () => {
  test.each([
    ["a set sized for another number", [set("a", 3, 10)], true],
    ["all sized for this number", [set("a", 3, 5)], false],
    ["an empty set does not count", [set("a", 0, 10)], false],
    ["a set without notes does not count", [{ ...set("a", 3, 10), sizedFor: null }], false],
  ])("%s", (_, sets, expected) => {
    expect(needsScaling(spec(5), sets)).toBe(expected);
  });
});

describe("controllers 2.16: how the change is shared", () => {
  test("the Deployment page's example: 10 to 15 in mid-rollout, 8 old and 5 new", () => {
    // maxSurge 3: the ceiling goes from 13 to 18, so 5 are added: 3 to the larger set and 2 to the smaller.
    const plan = planScaling(spec(15), set("new", 5, 10, 0, 0), [set("old", 8, 10, 60)], 13);
    expect(words(plan)).toEqual(["old 8->11", "new 5->7"]);
  });

  test("shrinking takes shares as well", () => {
    const plan = planScaling(spec(5), set("new", 5, 10, 0, 0), [set("old", 8, 10, 60)], 13);
    expect(words(plan)).toEqual(["old 8->5", "new 5->3"]);
  });

  test("growing sets of one size: the newer first, and the rest to it", () => {
    const plan = planScaling(spec(10), set("new", 4, 5, 0, 0), [set("old", 4, 5, 60)], 8);
    expect(words(plan)).toEqual(["new 4->7", "old 4->6"]);
  });

  test("shrinking sets of one size: the older first, and the rest from it", () => {
    const plan = planScaling(spec(2), set("new", 4, 5, 0, 0), [set("old", 4, 5, 60)], 8);
    expect(words(plan)).toEqual(["old 4->2", "new 4->3"]);
  });

  test("to nothing", () => {
    expect(words(planScaling(spec(0), set("new", 5, 10), [set("old", 8, 10)], 13))).toEqual(["old 8->0", "new 5->0"]);
  });

  test("at the ceiling already: only the notes are brought up to date", () => {
    expect(words(planScaling(spec(10), set("new", 5, 9), [set("old", 8, 9)], 13))).toEqual(["old 8->8", "new 5->5"]);
  });

  test("without notes the Deployment's status stands in", () => {
    const bare = (each: RolloutSet): RolloutSet => ({ ...each, sizedFor: null });
    expect(words(planScaling(spec(15), bare(set("new", 5, 0)), [bare(set("old", 8, 0))], 13))).toEqual([
      "old 8->11",
      "new 5->7",
    ]);
  });

  test("one set with pods takes it all", () => {
    expect(words(planScaling(spec(7), set("new", 3, 3), [set("old", 0, 3)], 3))).toEqual(["new 3->7"]);
    expect(words(planScaling(spec(7), set("new", 0, 3), [set("old", 3, 3)], 3))).toEqual(["old 3->7"]);
    expect(words(planScaling(spec(3), set("new", 3, 9), [], 3))).toEqual([]);
  });

  test("none has pods: the new one grows, or the newest old one while there is no new one", () => {
    expect(words(planScaling(spec(7), set("new", 0, 0), [set("old", 0, 0)], 0))).toEqual(["new 0->7"]);
    expect(words(planScaling(spec(7), null, [set("a", 0, 0, 60), set("b", 0, 0, 30)], 0))).toEqual(["b 0->7"]);
    expect(words(planScaling(spec(7), null, [], 0))).toEqual([]);
  });

  test("a new set that is whole and available ends the old ones", () => {
    expect(words(planScaling(spec(5), set("new", 5, 5), [set("old", 2, 9)], 7))).toEqual(["old 2->0"]);
  });

  test("Recreate shares nothing", () => {
    const recreate: RolloutSpec = { replicas: 9, strategy: { type: "Recreate" } };
    expect(words(planScaling(recreate, set("new", 1, 5, 0, 0), [set("old", 2, 5)], 3))).toEqual([]);
  });
});
