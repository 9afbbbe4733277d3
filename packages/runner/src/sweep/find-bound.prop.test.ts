import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findBound, valuesBetween } from "./find-bound.js";
import type { FoundBound, Tried } from "./find-bound.js";

const search = async (
  goal: "smallest" | "largest",
  passing: readonly boolean[],
): Promise<FoundBound & { calls: number }> => {
  let calls = 0;
  const tryValue = (value: number): Promise<Tried> => {
    calls += 1;
    const isMet = passing[value] === true;
    return Promise.resolve({ value, isMet, seeds: [{ seed: 1, isMet }] });
  };
  const found = await findBound(goal, valuesBetween(0, passing.length - 1, 1), tryValue);
  if (found === null) throw new RangeError("nobody ended it");
  return { ...found, calls };
};

const exhaustive = (goal: "smallest" | "largest", passing: readonly boolean[]): number | null => {
  const ix = goal === "smallest" ? passing.indexOf(true) : passing.lastIndexOf(true);
  return ix < 0 ? null : ix;
};

describe("where more only helps", () => {
  test("agrees with trying every value, and tries few", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), fc.nat(200), fc.boolean(), async (count, at, isSmallest) => {
        const goal = isSmallest ? "smallest" : "largest";
        const first = at % count;
        const passing = Array.from({ length: count }, (_, ix) => (isSmallest ? ix >= first : ix <= first));
        const found = await search(goal, passing);
        expect(found.value).toBe(exhaustive(goal, passing));
        expect(found.violations).toEqual([]);
        expect(found.isExhaustive).toBe(false);
        expect(found.calls).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(count + 1)));
        expect(found.tried).toHaveLength(found.calls);
      }),
      { numRuns: 300 },
    );
  });
});

describe("where it does not", () => {
  test("a violation among what was tried is told, and then every value is tried", async () => {
    const passing = [false, true, true, false, false, false, true, true, true];
    const found = await search("smallest", passing);
    // 8 and 4 and 6 are tried first: nothing odd about them; the answer is a bound, not the smallest.
    expect(found.value).toBe(6);
    const odd = await search("smallest", [false, true, true, false, true, false, false, false, true]);
    expect(odd).toMatchObject({ value: 8, isExhaustive: false });
  });

  test("when the easiest value fails, all are tried before it is said that none passes", async () => {
    expect(await search("smallest", [false, true, true, false])).toMatchObject({
      value: 1,
      isExhaustive: true,
      violations: [
        { seed: null, passes: 1, fails: 3 },
        { seed: 1, passes: 1, fails: 3 },
      ],
    });
    expect(await search("largest", [false, false, false])).toMatchObject({ value: null, violations: [] });
  });

  test("a seed that passes with less and fails with more is named, though the verdict hides it", async () => {
    const seeds = (value: number): Tried["seeds"] => [
      { seed: 1, isMet: value >= 2 },
      { seed: 7, isMet: value !== 3 },
    ];
    const found = await findBound("smallest", [0, 1, 2, 3], (value) =>
      Promise.resolve({ value, isMet: value >= 2, seeds: seeds(value) }),
    );
    expect(found).toMatchObject({ value: 2, isExhaustive: true, violations: [{ seed: 7, passes: 0, fails: 3 }] });
  });

  test("an end of the search is an end", async () => {
    expect(await findBound("smallest", [1, 2, 3], () => Promise.resolve(null))).toBeNull();
  });
});

test("values go from bound to bound in steps, without digits of their own", () => {
  expect(valuesBetween(0, 0.5, 0.1)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  expect(valuesBetween(6, 14, 3)).toEqual([6, 9, 12]);
});
