import fc from "fast-check";
import { expect, test } from "vitest";
import { hexOfWord } from "./hex.js";

test("eight digits, as Number.toString would give them", () => {
  expect(hexOfWord(0)).toBe("00000000");
  expect(hexOfWord(-1)).toBe("ffffffff");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (word) => {
      expect(hexOfWord(word)).toBe(word.toString(16).padStart(8, "0"));
    }),
  );
});
