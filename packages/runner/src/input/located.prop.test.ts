import * as Either from "fp-ts/lib/Either.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { LocatedDocument, Path } from "./located.js";
import { readText } from "./read-source.js";
import { sourceText } from "./source-text.js";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const key = fc
  .oneof(
    fc.constantFrom(
      "name",
      "spec",
      "y",
      "no",
      "null",
      "1",
      "0x10",
      "1.50",
      "<<",
      "a b",
      "a: b",
      "- x",
      "#",
      "",
      "名",
      "constructor",
      "'",
      '"',
    ),
    fc.string({ unit: "grapheme", maxLength: 6 }),
  )
  .filter((text) => text !== "__proto__");

const scalar = fc.oneof(
  fc.constantFrom(
    "yes",
    "0644",
    "12:30",
    "2001-12-14",
    "~",
    "multi\nline\n",
    "  lead",
    "trail ",
    "[",
    "{{ x }}",
    "\t",
    "*a",
    "&a",
    "!t",
    "%",
    "@",
    "`",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

const { value: anyValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** Every path of a value with what stands there. */
const pathsOf = (value: Json, path: Path = []): readonly (readonly [Path, Json])[] => {
  const own = [[path, value] as const];
  if (value === null || typeof value !== "object") return own;
  const children: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((item, ix) => [ix, item] as const)
    : Object.entries(value);
  return [...own, ...children.flatMap(([name, child]) => pathsOf(child, [...path, name]))];
};

const read = (file: string, text: string): LocatedDocument | null => {
  const result = readText(sourceText(file, text));
  if (Either.isLeft(result)) {
    // Nothing but null makes no document.
    expect(result.left.diagnostics.map(({ code }) => code)).toEqual(["E004"]);
    return null;
  }
  expect(result.right.documents).toHaveLength(1);
  return result.right.documents[0] ?? null;
};

const sliceOf = ({ source }: LocatedDocument, place: ReturnType<LocatedDocument["locate"]>): string => {
  if (place === null) throw new Error("no place");
  return source.text.slice(source.offsetAt(place), source.offsetAt({ line: place.endLine, col: place.endCol }));
};

/** The yaml library writes for its own readers; with these settings what it writes means the same to kubectl. */
const YAML_1_1 = { version: "1.1", schema: "yaml-1.1", aliasDuplicateObjects: false } as const;

/** What a slice means by itself, in a place where its further lines are indented enough. */
const reread = (slice: string): unknown => {
  const document = read("slice.yaml", `- ${slice}\n`);
  return document === null ? null : (document.value as unknown[])[0];
};

describe("every key and value is found where it is written", () => {
  test("JSON, with any white space", () => {
    fc.assert(
      fc.property(anyValue, fc.constantFrom(0, 1, 2, "\t", "\r\n "), (value, indent) => {
        const text = `[${JSON.stringify(value, null, indent === "\r\n " ? " " : indent).replaceAll("\n", indent === "\r\n " ? "\r\n" : "\n")}]`;
        const document = read("x.json", text);
        if (document === null) return;
        expect(JSON.stringify(document.value)).toBe(JSON.stringify([value]));
        for (const [path, expected] of pathsOf([value])) {
          const shown = sliceOf(document, document.locate(path, "extent"));
          expect(JSON.stringify(JSON.parse(shown))).toBe(JSON.stringify(expected));
          const name = path.at(-1);
          if (typeof name === "string") expect(JSON.parse(sliceOf(document, document.locate(path, "key")))).toBe(name);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("YAML, in blocks and in brackets, quoted in several ways", () => {
    const style = fc.record({
      collectionStyle: fc.constantFrom("any", "flow", "block"),
      defaultStringType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL"),
      defaultKeyType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE"),
      indent: fc.constant(2),
      indentSeq: fc.constant(true),
      lineWidth: fc.constantFrom(0, 20, 80),
    } as const);
    fc.assert(
      fc.property(anyValue, style, (value, options) => {
        // The library writes the key << without quotes, which would merge.
        fc.pre(!JSON.stringify(value).includes('"<<":'));
        // Without --- a mapping in braces with a quoted key would be taken for JSON, as kubectl takes it.
        const text = `---\n${stringify({ top: value }, { ...YAML_1_1, ...options })}`;
        const document = read("x.yaml", text);
        if (document === null) return;
        expect(JSON.stringify(document.value)).toBe(JSON.stringify({ top: value }));
        for (const [path, expected] of pathsOf({ top: value })) {
          const name = path.at(-1);
          if (typeof name === "string") expect(reread(sliceOf(document, document.locate(path, "key")))).toBe(name);
          const shown = sliceOf(document, document.locate(path, "value"));
          const isPointAt = (expected !== null && typeof expected === "object") || /^[|>]/.test(shown);
          if (isPointAt) expect(shown).toHaveLength(1);
          else if (shown !== "") expect(JSON.stringify(reread(shown))).toBe(JSON.stringify(expected));
        }
      }),
      { numRuns: 300 },
    );
  });
});
