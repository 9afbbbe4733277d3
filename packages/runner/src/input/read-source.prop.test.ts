import * as Either from "fp-ts/lib/Either.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memoryConsole } from "../../testing/memory-console.js";
import { memoryFiles } from "../../testing/memory-files.js";
import { readSource } from "./read-source.js";
import { renderDiagnostics } from "./render-diagnostic.js";

const FRAGMENTS = [
  ..."[]{},:-?&*!|>%@`#'\"\\~ \n\t",
  ...[
    "\n  ",
    "\n    ",
    "\n- ",
    "\r\n",
    "a: ",
    "b:\n  ",
    "- ",
    "x",
    "&n ",
    "*n",
    "<<: *n",
    "!!int ",
    "---\n",
    "...\n",
    "{{ x }}",
    "|\n  t\n",
  ],
  ...[
    "__proto__: ",
    "y",
    "1",
    "0x",
    "'s'",
    '"q"',
    "\u0000",
    "\u001b",
    "\ufeff",
    "é",
    "🙂",
    "\ud800",
    '{"a":',
    "[1,",
    "%YAML 1.1\n",
    "# c",
  ],
] as const;

/** Texts close to YAML and JSON, and bytes close to nothing. */
const anyContent = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 25 }).map((parts) => parts.join("")),
  fc.uint8Array({ maxLength: 60 }),
);

test("whatever a file contains, reading it gives documents or printable diagnostics at places it has", () => {
  fc.assert(
    fc.property(anyContent, fc.constantFrom("x.yaml", "x.json"), (content, name) => {
      const files = memoryFiles({ [name]: content });
      const result = readSource({ files, readInput: memoryConsole().readInput }, name);
      if (Either.isRight(result)) {
        expect(result.right.documents.length).toBeGreaterThan(0);
        expect(() => JSON.stringify(result.right.documents.map(({ value }) => value))).not.toThrow();
        for (const document of result.right.documents) expect(document.locate([])).not.toBeNull();
        return;
      }
      const { source, diagnostics } = result.left;
      expect(diagnostics.length).toBeGreaterThan(0);
      for (const { code, severity, message, why, fix, line = 0, col = 0, endLine = 0, endCol = 0 } of diagnostics) {
        expect([code[0], severity]).toEqual(["E", "error"]);
        expect(Math.min(message.length, why.length, fix.title.length)).toBeGreaterThan(0);
        expect(line).toBeGreaterThan(0);
        expect(endLine > line || (endLine === line && endCol >= col)).toBe(true);
        if (source !== null) {
          expect(line).toBeLessThanOrEqual(source.text.split("\n").length);
          expect(col).toBeLessThanOrEqual(source.lineAt(line).length + 2);
        }
      }
      const printed = renderDiagnostics(diagnostics, source, { color: false, ascii: false });
      expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      expect(printed).not.toMatch(/undefined|NaN|\[object/);
    }),
    { numRuns: 1500 },
  );
});
