import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generatedName, safeEncode } from "./generated-names.js";

describe("generated names", () => {
  test("controllers 0.9: the base and five characters of 27 letters", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (u) => {
        expect(generatedName("web-7c4f9d5b6-", u)).toMatch(/^web-7c4f9d5b6-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      }),
    );
  });

  test.each([
    [0, "bbbbb"],
    [1 / 27 ** 5, "cbbbb"],
    [27 / 27 ** 5, "bcbbb"],
    [1 - 2 ** -53, "99999"],
  ])("u = %d gives %s", (u, suffix) => {
    expect(generatedName("", u)).toBe(suffix);
  });

  test("controllers 0.9: a long base is cut to 58 characters", () => {
    const name = generatedName("x".repeat(70), 0.5);
    expect(name).toHaveLength(63);
    expect(name.slice(0, 58)).toBe("x".repeat(58));
  });

  test("controllers 0.9: each decimal digit of a hash becomes the letter at its code modulo 27", () => {
    expect(safeEncode("0123456789")).toBe("456789bcdf");
  });
});
