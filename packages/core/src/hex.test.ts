import fc from "fast-check";
import { expect, test } from "vitest";
import { hexOfWords, uuidOfWords } from "./hex.js";

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 });
const eightDigits = (n: number): string => (n >>> 0).toString(16).padStart(8, "0");

test("eight digits of each word, as Number.toString would give them", () => {
  expect(hexOfWords(0, -1, 1, 2 ** 32 - 1)).toBe("00000000ffffffff00000001ffffffff");
  fc.assert(
    fc.property(word, word, word, word, (...words) => {
      expect(hexOfWords(...words)).toBe(words.map(eightDigits).join(""));
    }),
  );
});

test("a UUID has the same digits in its five groups", () => {
  fc.assert(
    fc.property(word, word, word, word, (...words) => {
      const text = uuidOfWords(...words);
      expect(text).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(text.replaceAll("-", "")).toBe(hexOfWords(...words));
    }),
  );
});
