import * as Either from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "./diagnostic.js";
import { readText } from "./read-source.js";
import { sourceText } from "./source-text.js";

const valuesOf = (text: string): readonly unknown[] => {
  const read = readText(sourceText("x.yaml", text));
  if (Either.isLeft(read)) throw new Error(read.left.diagnostics.map(({ message }) => message).join("\n"));
  return read.right.documents.map(({ value }) => value);
};

const refusalsOf = (text: string): readonly Diagnostic[] => {
  const read = readText(sourceText("x.yaml", text));
  return Either.isLeft(read) ? read.left.diagnostics : [];
};

const summary = ({ code, line, col, message }: Diagnostic): string => `${line}:${col} ${code} ${message}`;

describe("what YAML means", () => {
  test("only plain scalars are anything but text", () => {
    expect(valuesOf(`a: yes\nb: "yes"\nc: 'on'\nd: |\n  1\ne: >-\n  true\nf: !!str 12\ng: 0644\n`)).toEqual([
      { a: true, b: "yes", c: "on", d: "1\n", e: "true", f: "12", g: 420 },
    ]);
  });

  test("a quote behind a backslash is a quote, as kubectl's reader has it, in blocks and in brackets", () => {
    expect(valuesOf(`a: "it\\'s"\nb: ["x\\'y\\\\'z"]\nc: !!str "a\\'\n  b"\n`)).toEqual([
      { a: "it's", b: ["x'y\\'z"], c: "a' b" },
    ]);
  });

  test("documents: separators, comments only, and explicit null are no documents", () => {
    expect(valuesOf("# first\n---\n---\na: 1\n...\n---\n# nothing\n---\n~\n---\n[1, 2]\n--- text\n")).toEqual([
      { a: 1 },
      [1, 2],
      "text",
    ]);
  });

  test("anchors repeat values; each document has its own, and one defined again counts from there", () => {
    expect(valuesOf("a: &x [1, {b: 2}]\nc: *x\nd: &x 5\ne: *x\n")).toEqual([
      { a: [1, { b: 2 }], c: [1, { b: 2 }], d: 5, e: 5 },
    ]);
    expect(refusalsOf("a: &x 1\n---\nb: *x\n").map(summary)).toEqual([
      "3:4 E002 *x refers to an anchor that is not defined before it",
    ]);
  });

  test("aliased collections are copies: changing one leaves the other", () => {
    const [value] = valuesOf("a: &x {k: 1}\nb: *x\n") as [{ a: { k: number }; b: { k: number } }];
    value.a.k = 2;
    expect(value.b.k).toBe(1);
  });

  test("go-yaml v2 merge: entries take effect in order, so a merge after a key overrides it", () => {
    expect(valuesOf("base: &b {x: 1, z: 2}\nfirst:\n  <<: *b\n  x: 9\nlast:\n  x: 9\n  <<: *b\n")).toEqual([
      { base: { x: 1, z: 2 }, first: { x: 9, z: 2 }, last: { x: 1, z: 2 } },
    ]);
  });

  test("go-yaml v2 merge: of a list of mappings the earlier wins; merges nest; a quoted << is a key", () => {
    const text = `a: &a {x: 1}\nb: &b {<<: *a, x: 2, z: 3}\nc: {<<: [*a, *b]}\nd: {"<<": 4}\ne: {<<: {k: 1}}\n`;
    expect(valuesOf(text)).toEqual([
      { a: { x: 1 }, b: { x: 2, z: 3 }, c: { x: 1, z: 3 }, d: { "<<": 4 }, e: { k: 1 } },
    ]);
    expect(refusalsOf("a: &a 1\nb:\n  <<: *a\n").map(summary)).toEqual([
      "3:7 E002 << needs a mapping, or a list of mappings",
    ]);
  });

  test("keys are text however they are written, which turns y and n into true and false; an alias may be one", () => {
    expect(valuesOf("a: &k name\n*k : 2\n1: x\ny: 3\n'n': 4\n")).toEqual([
      { a: "name", name: 2, "1": "x", true: 3, n: 4 },
    ]);
  });
});

describe("what is refused", () => {
  test("a key given twice, with both places, also when only its spelling differs", () => {
    const [one, two] = refusalsOf("a: 1\nb: {1: x, 0x1: y}\na: 2\n");
    expect(one && summary(one)).toBe('2:11 E008 the key "1" is given twice');
    expect(two && summary(two)).toBe('3:1 E008 the key "a" is given twice');
    expect(two?.notes).toEqual([{ line: 1, col: 1, endLine: 1, endCol: 2, label: "first given here" }]);
  });

  test("keys that are no text, and the one that changes prototypes", () => {
    expect(refusalsOf("? [a]\n: 1\n? {b: 1}\n: 2\n~: 3\n: 4\n__proto__: 5\n").map(summary)).toEqual([
      "1:3 E002 a list or mapping cannot be a key",
      "3:3 E002 a list or mapping cannot be a key",
      "5:1 E002 a key is empty",
      "6:1 E002 a key is empty",
      "7:1 E009 the key __proto__ is not allowed",
    ]);
  });

  test("tags, numbers that JSON has not, unknown and circular aliases", () => {
    const text =
      "a: !!python/object:os.system x\nb: [!vault {}, !!set {x}]\nc: .inf\nd: !!int x\ne: *nope\nf: &f [*f]\n";
    expect(refusalsOf(text).map(summary)).toEqual([
      "5:4 E002 *nope refers to an anchor that is not defined before it",
      "1:4 E010 the tag !!python/object:os.system is not supported",
      "2:5 E010 the tag !vault is not supported",
      "2:16 E010 the tag !!set is not supported",
      "3:4 E002 .inf is not a number that JSON can hold",
      "4:10 E002 this is not a !!int",
      '6:8 E007 the value of anchor "f" contains itself',
    ]);
  });

  test("a near name is suggested for an unknown alias", () => {
    expect(refusalsOf("a: &base 1\nb: *bsae\n")[0]?.fix.title).toBe("did you mean *base?");
  });

  test("no more than 20 per document", () => {
    expect(refusalsOf("a: 1\n".repeat(1000))).toHaveLength(20);
  });
});

describe("objects inherit nothing", () => {
  test.each(["yaml", "json"])(
    "%s: looking up constructor, toString or hasOwnProperty finds only what the file has",
    (kind) => {
      const text =
        kind === "yaml" ? "labels: {app: web, constructor: x}\n" : '{"labels": {"app": "web", "constructor": "x"}}';
      const [value] = valuesOf(text) as [{ labels: Record<string, unknown> }];
      expect(value.labels["constructor"]).toBe("x");
      for (const name of ["toString", "hasOwnProperty", "__proto__", "valueOf"]) {
        expect(value.labels[name]).toBeUndefined();
        expect(name in value.labels).toBe(false);
      }
      expect(({} as Record<string, unknown>)["app"]).toBeUndefined();
      expect(JSON.stringify(value)).toBe('{"labels":{"app":"web","constructor":"x"}}');
      expect(Object.prototype.toString.call(value)).toBe("[object Object]");
    },
  );
});
