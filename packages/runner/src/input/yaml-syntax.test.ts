import * as Either from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "./diagnostic.js";
import { readText } from "./read-source.js";
import { sourceText } from "./source-text.js";

const errorsOf = (text: string): readonly Diagnostic[] => {
  const read = readText(sourceText("bad.yaml", text));
  return Either.isLeft(read) ? read.left.diagnostics : [];
};

const summary = ({ code, line, col, message }: Diagnostic): string => `${line}:${col} ${code} ${message}`;

describe("one error per document, at its cause", () => {
  test.each([
    ['a: "hello\nb: 1\nc: 2\n', "1:4 E002 this quote is never closed"],
    ["b: 1\na:\n  - 'hello\n", "3:5 E002 this quote is never closed"],
    ["a: [1, 2\nb: 3\n", "1:4 E002 this [ is never closed"],
    ["a: {x: 1\nb: 3\n", "1:4 E002 this { is never closed"],
    ["a: {x: [1, 2\n", "1:8 E002 this [ is never closed"],
    ["a: [\n", "1:4 E002 this [ is never closed"],
    ["a: [1]]\n", "1:7 E002 this bracket closes nothing"],
    ["a: [1,,2]\n", "1:7 E002 there is nothing before this comma"],
    ["a: {b: 'x' c: 1}\n", "1:8 E002 a comma is missing here"],
    ["a: ['x' 'y']\n", "1:9 E002 a comma is missing here"],
    ["a: [\n  - b: 1\n    c: 2\n]\n", "2:3 E002 an indented block cannot stand inside brackets"],
    ["a: [\n  b: 1\n  c: 2\n]\n", "2:7 E002 a comma is missing here"],
    ["a: {\n  b: 1\n  c: 2\n}\n", "2:7 E002 a comma is missing here"],
    ["a: [\n  b\n  c: 2\n]\n", "2:4 E002 a comma is missing here"],
    ["a:\n  b: 1\n c: 2\n", "3:2 E002 this key is not in line with the others"],
    ["a:\n  b: 1\n   c: 2\n", "3:4 E002 this line is indented under a key that already has a value"],
    ["a: 1\n  b: 2\n", "2:3 E002 this line is indented under a key that already has a value"],
    ["a: b: c\n", '1:4 E002 there is a second ": " on this line'],
    ["a: 1\nb\nc: 2\n", '2:1 E002 this line has no ": "'],
    ["a:1\nb: 2\n", '1:1 E002 a space is missing after ":"'],
    ["a: 1\n- b\n", "2:1 E002 a list item stands where a key is expected"],
    ["a: - b\n", "1:4 E002 a list cannot begin on the line of its key"],
    ["- a\nb: 1\n", "2:1 E002 this does not belong here"],
    ["a: 'x' y\n", "1:8 E002 there is text after the closing '"],
    ["a: @foo\n", "1:4 E002 a value cannot begin with @"],
    ["a: %foo\n", "1:4 E002 a value cannot begin with %"],
    ["a: `foo`\n", "1:4 E002 a value cannot begin with `"],
    ['a: "C:\\path"\n', "1:7 E002 \\p means nothing inside double quotes"],
    ["a: 'x'#c\n", "1:7 E002 a space is missing before #"],
    ["a: |x\n  foo\n", "1:5 E002 text cannot follow | or > on the same line"],
    ["a: *\n", "1:4 E002 the name of an alias or anchor is missing"],
    ["a: &x &y 1\n", "1:7 E002 a value can have one anchor only"],
    ["a: !e!foo x\n", "1:4 E010 this tag is not supported"],
    ["%FOO\n---\na: 1\n", "1:1 E002 this % line is not known"],
    ["%YAML 1.1\na: 1\n", "1:1 E002 a line --- is missing here"],
    ["a: 1\n... b\n", "2:5 E002 this does not belong here"],
    ["a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", "2:1 E002 this is a merge conflict marker"],
    ["a:\n  name: {{ .Values.name }}\n", "2:9 E002 this looks like a template, not YAML"],
    ["{{- if .Values.x }}\na: 1\n{{- end }}\n", "1:1 E002 this looks like a template, not YAML"],
    ["a: {{ x }}-b\n", "1:4 E002 this looks like a template, not YAML"],
    ["<html>\n<body class='a: b'>\n</html>\n", '1:1 E002 this line has no ": "'],
    [`${"k".repeat(1100)}: 1\n`, "1:1 E002 this key is longer than 1024 characters"],
    ["? x\n- lost\n", "1:3 E002 the key behind ? has no value"],
    ["a: 1\n---\nb: [\n", "3:4 E002 this [ is never closed"],
  ])("%j", (text, expected) => {
    expect(errorsOf(text).map(summary)).toEqual([expected]);
  });

  test("the same with Windows line breaks, at the same places", () => {
    expect(errorsOf("a:\r\n  b: 1\r\n c: 2\r\n").map(summary)).toEqual([
      "3:2 E002 this key is not in line with the others",
    ]);
  });

  test("each document tells its own", () => {
    expect(errorsOf("a: b: c\n---\nok: 1\n---\nd: 'x' y\n").map(summary)).toEqual([
      '1:4 E002 there is a second ": " on this line',
      "5:8 E002 there is text after the closing '",
    ]);
  });

  test("a bracket that is closed too late shows how far it was read", () => {
    expect(errorsOf("a: [1, 2\nb: 3\n")[0]?.notes).toEqual([
      { line: 2, col: 1, endLine: 2, endCol: 2, label: "read up to here" },
    ]);
  });

  test("fixes that are certain carry a patch", () => {
    const patched = (text: string): string | undefined => {
      const patch = errorsOf(text)[0]?.fix.patch;
      if (patch === undefined) return undefined;
      const { offsetAt } = sourceText("x", text);
      const end = offsetAt({ line: patch.endLine, col: patch.endCol });
      return text.slice(0, offsetAt(patch)) + patch.newText + text.slice(end);
    };
    expect(patched("a:1\nb: 2\n")).toBe("a: 1\nb: 2\n");
    expect(patched("a: 'x'#c\n")).toBe("a: 'x' #c\n");
    expect(patched("a:\n\tb: 1\n")).toBe("a:\n  b: 1\n");
  });
});

describe("E001: tabs, wherever they indent", () => {
  test.each([
    ["\ta: 1\n", "1:1"],
    ["a:\n\tb: 1\n", "2:1"],
    ["a:\n  b: 1\n\tc: 2\n", "3:1"],
    ["a:\n- x\n\t- y\n", "3:1"],
    ["a:\n  - b: 1\n\t  c: 2\n", "3:1"],
    ["a:\n  \tb: 1\n  \tc: 1\n", "2:3"],
    ["a: x\n\ty\n", "2:1"],
    ["a: |\n  x\n\ty\nb: 1\n", "3:1"],
    ["a: {\n\tb: 1 }\n", "2:1"],
  ])("%j", (text, place) => {
    expect(errorsOf(text).map(summary)).toEqual([`${place} E001 tabs cannot indent YAML`]);
  });

  test("tabs elsewhere are no matter", () => {
    expect(errorsOf("a:\t1\nb: x\ty\nc: |\n  x\n  \ty\nd: 1\t# c\n\t\n")).toEqual([]);
  });

  test("the command in the fix quotes an unusual file name", () => {
    const read = readText(sourceText("it's bad.yaml", "\ta: 1"));
    expect(Either.isLeft(read) && read.left.diagnostics[0]?.fix.title).toBe(
      "replace the tab by two spaces   (all tabs: sed -i 's/\\t/  /g' 'it'\\''s bad.yaml')",
    );
  });
});
