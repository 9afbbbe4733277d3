import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeTerminal } from "./escape-terminal.js";
import { sourceText } from "./source-text.js";

test("lines and columns count from 1, whatever the line breaks", () => {
  const source = sourceText("x", "ab\r\n\nc");
  expect([0, 2, 3, 4, 5, 6].map(source.positionAt)).toEqual([
    { line: 1, col: 1 },
    { line: 1, col: 3 },
    { line: 1, col: 4 },
    { line: 2, col: 1 },
    { line: 3, col: 1 },
    { line: 3, col: 2 },
  ]);
  expect([0, 1, 2, 3, 4].map(source.lineAt)).toEqual(["", "ab", "", "c", ""]);
  expect(source.placeAt(1, 6)).toEqual({ line: 1, col: 2, endLine: 3, endCol: 2 });
  expect(source.positionAt(99)).toEqual({ line: 3, col: 2 });
  expect(source.positionAt(-1)).toEqual({ line: 1, col: 1 });
});

test("offsets and positions are each other's inverse, and every line is what lies between its breaks", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "\n", "\r\n", "é", "🙂"), { maxLength: 30 }), (parts) => {
      const text = parts.join("");
      const source = sourceText("x", text);
      for (let offset = 0; offset <= text.length; offset += 1)
        expect(source.offsetAt(source.positionAt(offset))).toBe(offset);
      expect(text.split(/\r?\n/).map((_, ix) => source.lineAt(ix + 1))).toEqual(text.split(/\r?\n/));
    }),
    { numRuns: 200 },
  );
});

test("what is printed of a file holds no control character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = escapeTerminal(text);
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(escapeTerminal(shown)).toBe(shown);
    }),
  );
  expect(escapeTerminal("plain text, émigré 名 🙂")).toBe("plain text, émigré 名 🙂");
  expect(escapeTerminal("\u0000\u001b\u007f\u009b\u202e\ud800")).toBe("^@^[^?\\x9b\\u202e\\ud800");
});
