import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UsagePoint } from "../behavior.js";
import { NEVER } from "../time.js";
import { amountAt, firstAbove, nextBend } from "./usage-curve.js";

const constant: readonly UsagePoint[] = [{ atUs: 0, amount: 100, until: "step" }];
const ramp: readonly UsagePoint[] = [
  { atUs: 0, amount: 50, until: "ramp" },
  { atUs: 1_000, amount: 550, until: "step" },
];
const steps: readonly UsagePoint[] = [
  { atUs: 0, amount: 10, until: "step" },
  { atUs: 300, amount: 90, until: "step" },
  { atUs: 500, amount: 20, until: "step" },
];

describe("use over time", () => {
  test.each([
    ["constant", constant, 7_000, 100, NEVER],
    ["a ramp at its foot", ramp, 0, 50, 1_000],
    ["half way up", ramp, 500, 300, 1_000],
    ["on top, where it stays", ramp, 4_000, 550, NEVER],
    ["before a step", steps, 299, 10, 300],
    ["at a step", steps, 300, 90, 500],
    ["after the last", steps, 501, 20, NEVER],
  ])("%s", (_, points, at, amount, bend) => {
    expect(amountAt(points, at)).toBe(amount);
    expect(nextBend(points, at)).toBe(bend);
  });

  test.each([
    ["never reached", ramp, 550, 0, NEVER],
    ["reached on the way up", ramp, 300, 0, 502],
    ["above from the beginning", constant, 99, 0, 0],
    ["exactly at it is not above", constant, 100, 0, NEVER],
    ["at a step", steps, 50, 0, 300],
    ["no more after the step down", steps, 50, 500, NEVER],
    ["in the middle of a ramp that began before", ramp, 300, 800, 800],
  ])("kubelet 9.4: the instant a limit is passed: %s", (_, points, limit, from, at) => {
    expect(firstAbove(points, limit, from)).toBe(at);
  });
});

const curve = fc
  .array(
    fc.record({ gap: fc.integer({ min: 1, max: 40 }), amount: fc.nat(100), until: fc.constantFrom("step", "ramp") }),
    { minLength: 1, maxLength: 5 },
  )
  .map((pieces): readonly UsagePoint[] => {
    let atUs = -(pieces[0]?.gap ?? 0);
    return pieces.map(({ gap, amount, until }) => ({ atUs: (atUs += gap), amount, until }) as UsagePoint);
  });

test("the instant found is the first one that a look at every instant finds", () => {
  fc.assert(
    fc.property(curve, fc.nat(100), fc.nat(80), (points, limit, from) => {
      let found = NEVER;
      for (let at = from; at < 300 && found === NEVER; at += 1) if (amountAt(points, at) > limit) found = at;
      expect(firstAbove(points, limit, from)).toBe(found);
    }),
    { numRuns: 300 },
  );
});
