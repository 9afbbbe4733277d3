import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countCommon,
  countIndexes,
  formatIndexes,
  hasIndex,
  lowestMissing,
  mergeIndexes,
  parseIndexes,
  withIndexes,
} from "./index-set.js";

describe("index sets", () => {
  test.each([
    ["", ""],
    ["0", "0"],
    ["0,1", "0,1"],
    ["0-2", "0-2"],
    ["0,1,2", "0-2"],
    ["7,1,3-4", "1,3,4,7"],
    ["8-20", "8,9"],
    ["10", ""],
    ["x,2", "2"],
  ])("%j below 10 is written %j", (text, written) => {
    expect(formatIndexes(parseIndexes(text, 10))).toBe(written);
  });

  test("they behave as sets of numbers do", () => {
    const indexes = fc.uniqueArray(fc.nat(30), { maxLength: 20 });
    fc.assert(
      fc.property(indexes, indexes, fc.nat(10), (a, b, count) => {
        const [setA, setB] = [withIndexes([], a), withIndexes([], b)];
        expect(countIndexes(setA)).toBe(a.length);
        expect(countIndexes(mergeIndexes(setA, setB))).toBe(new Set([...a, ...b]).size);
        expect(countCommon(setA, setB)).toBe(a.filter((index) => b.includes(index)).length);
        expect(parseIndexes(formatIndexes(setA), 100)).toEqual(setA);
        for (let index = 0; index <= 31; index++) expect(hasIndex(setA, index)).toBe(a.includes(index));
        const missing = Array.from({ length: 25 }, (_, index) => index).filter((index) => !a.includes(index));
        expect(lowestMissing(setA, count, 25)).toEqual(missing.slice(0, count));
      }),
      { numRuns: 100 },
    );
  });
});
