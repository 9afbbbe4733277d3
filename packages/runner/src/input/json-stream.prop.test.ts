import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJsonStream } from "./json-stream.js";

/** JSON.parse, which keeps the last of equal keys, makes infinity of large numbers and has its own idea of __proto__. */
const oracle = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
};

const isRefusedOnPurpose = (text: string): boolean =>
  parseJsonStream(text).errors.some(({ code, message }) => code !== "E002" || message === "this number is too large");

const SNIPPETS = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  '"a"',
  "1",
  "-",
  "0",
  ".5",
  "e9",
  "true",
  "nul",
  " ",
  "\n",
  "\t",
  "é",
  "\\u00e9",
  "\u0001",
];

test("accepts what JSON.parse accepts, as the same value, and nothing else", () => {
  const mutated = fc
    .tuple(
      fc.jsonValue({ maxDepth: 3 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom(...SNIPPETS)), { maxLength: 2 }),
    )
    .map(([value, edits]) => {
      let text = JSON.stringify(value);
      for (const [at, cut, put] of edits) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + put + text.slice(place + cut);
      }
      return text;
    });
  const soup = fc.array(fc.constantFrom(...SNIPPETS), { maxLength: 12 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(mutated, soup), (text) => {
      fc.pre(!isRefusedOnPurpose(text));
      const expected = oracle(text);
      const { values, errors } = parseJsonStream(text);
      if (expected !== null) {
        expect(errors).toEqual([]);
        expect(JSON.stringify(values.map(({ value }) => value))).toBe(JSON.stringify([expected.value]));
        expect(JSON.stringify(oracle(text.slice(values[0]?.start, values[0]?.end)))).toBe(JSON.stringify(expected));
      } else if (errors.length === 0) {
        // Several values, or none, are no JSON text but each of them is.
        expect(values.length).not.toBe(1);
        for (const { start, end } of values) expect(oracle(text.slice(start, end))).not.toBeNull();
      }
      for (const { start, end } of errors) {
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(text.length + 1);
      }
    }),
    { numRuns: 2000 },
  );
});
