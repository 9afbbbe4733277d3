import { describe, expect, test } from "vitest";
import { meanInterval, pairedChange, unpairedChange } from "./mean-change.js";

describe("paired", () => {
  test("the mean of the differences, and Student's interval around it", () => {
    // Differences 1, 2, 3, 4, 5: mean 3, standard deviation 1.58114, t(4) = 2.776.
    const found = pairedChange([1, 2, 3, 4, 5].map((d) => [10 * d, 10 * d + d] as const));
    expect(found.change).toBe(3);
    expect(found.interval?.[0]).toBeCloseTo(3 - (2.7764451 * 1.5811388) / Math.sqrt(5), 5);
    expect(found.interval?.[1]).toBeCloseTo(3 + (2.7764451 * 1.5811388) / Math.sqrt(5), 5);
  });

  test("luck that both sides share cancels", () => {
    const luck = [3, 90, 41, 7, 66];
    expect(pairedChange(luck.map((each) => [each, each + 6] as const))).toEqual({ change: 6, interval: [6, 6] });
    expect(
      unpairedChange(
        luck,
        luck.map((each) => each + 6),
      ).interval?.[0],
    ).toBeLessThan(0);
  });

  test("one pair tells nothing of luck", () => {
    expect(pairedChange([[1, 2]])).toEqual({ change: 1, interval: null });
    expect(meanInterval([4])).toBeNull();
  });
});

describe("unpaired", () => {
  test("two of each, by hand: spread 1/2 + 1/2, two degrees of freedom", () => {
    const { change, interval } = unpairedChange([0, Math.SQRT2], [10, 10 + Math.SQRT2]);
    expect(change).toBeCloseTo(10);
    expect(interval?.[0]).toBeCloseTo(10 - 4.302653, 5);
    expect(interval?.[1]).toBeCloseTo(10 + 4.302653, 5);
  });
});
