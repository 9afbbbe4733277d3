import * as Either from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { memoryConsole } from "../../testing/memory-console.js";
import { memoryFiles } from "../../testing/memory-files.js";
import type { MemoryFilesOptions } from "../../testing/memory-files.js";
import { readSource } from "./read-source.js";
import type { SourceResult } from "./read-source.js";
import { renderDiagnostics } from "./render-diagnostic.js";

const readFrom = (
  contents: Readonly<Record<string, string | Uint8Array>>,
  path: string,
  options: MemoryFilesOptions = {},
): SourceResult => readSource({ files: memoryFiles(contents, options), readInput: memoryConsole().readInput }, path);

const read = (bytes: string | Uint8Array, name = "bad.yaml"): SourceResult => readFrom({ [name]: bytes }, name);

const printed = (result: SourceResult): string =>
  Either.isLeft(result)
    ? renderDiagnostics(result.left.diagnostics, result.left.source, { color: false, ascii: false })
    : "";

const heads = (result: SourceResult): readonly string[] =>
  printed(result)
    .split("\n")
    .filter((line) => / error E\d+: /.test(line));

const values = (result: SourceResult): readonly unknown[] | null =>
  Either.isRight(result) ? result.right.documents.map(({ value }) => value) : null;

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...new TextEncoder().encode(part)])));

const rows = (count: number, row: (ix: number) => string): string =>
  Array.from({ length: count }, (_, ix) => row(ix)).join("");

const laughs = `a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n${rows(
  9,
  (ix) => `a${ix + 1}: &a${ix + 1} [${`*a${ix}, `.repeat(9)}]\n`,
)}`;

describe("hostile input: where, what, why and how to mend it, at once and without a stack trace", () => {
  const KIB_256 = 256 * 1024;
  test.each<[string, string | Uint8Array, string]>([
    ["nothing at all", "", "bad.yaml:1:1: error E004: the file is empty"],
    ["blank lines", "\n \n".repeat(100_000), "bad.yaml:1:1: error E004: the file is empty"],
    [
      "comments only",
      "# a\n---\n# b\n",
      "bad.yaml:1:1: error E004: the file contains no document, only comments or separators",
    ],
    ["a byte order mark only", "\ufeff", "bad.yaml:1:1: error E004: the file is empty"],
    ["Latin-1", bytes("a: 1\nb: caf", 0xe9, "\n"), "bad.yaml:2:7: error E003: byte 0xe9 is not UTF-8 text"],
    ["an overlong sequence", bytes("a: ", 0xc0, 0x80), "bad.yaml:1:4: error E003: byte 0xc0 is not UTF-8 text"],
    ["a surrogate", bytes("é: ", 0xed, 0xa0, 0x80), "bad.yaml:1:4: error E003: byte 0xed is not UTF-8 text"],
    [
      "half a character at the end",
      bytes("a: ", 0xe2, 0x82),
      "bad.yaml:1:4: error E003: the file ends in the middle of a character",
    ],
    [
      "UTF-16",
      bytes(0xff, 0xfe, "a", 0, ":", 0),
      "bad.yaml:1:1: error E003: this is UTF-16 text, as PowerShell writes it",
    ],
    ["gzip", bytes(0x1f, 0x8b, 8, 0), "bad.yaml:1:1: error E003: this is gzip-compressed data"],
    ["a program", bytes(0x7f, "ELF", 2, 1), "bad.yaml:1:1: error E003: this is a program"],
    ["a NUL byte", "a: 1\nb: x\u0000y\n", "bad.yaml:2:5: error E003: there is a NUL byte in the file"],
    [
      "an escape sequence",
      "a: \u001b[2J\n",
      "bad.yaml:1:4: error E003: there is a control character (U+001B) in the file",
    ],
    ["a C1 control", "a: \u009b31m\n", "bad.yaml:1:4: error E003: there is a control character (U+009B) in the file"],
    [
      "binary garbage",
      Uint8Array.from({ length: KIB_256 }, (_, ix) => (ix * 7919 + (ix >> 3)) % 256),
      "bad.yaml:1:2: error E003: byte 0xef is not UTF-8 text",
    ],
    ["a billion laughs", laughs, "bad.yaml:4:25: error E007: *a2 expands this document too far"],
    [
      "a long list repeated often",
      `a: &a [${"x,".repeat(5_000)}]\nb: [${"*a,".repeat(5_000)}]\n`,
      "bad.yaml:2:245: error E007: *a expands this document too far",
    ],
    ["an anchor in itself", "a: &a [*a]\n", 'bad.yaml:1:8: error E007: the value of anchor "a" contains itself'],
    ["a merge of itself", "a: &a {<<: *a}\n", 'bad.yaml:1:12: error E007: the value of anchor "a" contains itself'],
    [
      "aliases nested deep",
      rows(300, (ix) => `k${ix}: &k${ix} [${ix === 0 ? "x" : `*k${ix - 1}`}]\n`),
      "bad.yaml:199:14: error E007: values are nested more than 200 deep",
    ],
    [
      "merges nested deep",
      rows(5_000, (ix) => `k${ix}: &k${ix} {${ix === 0 ? "x: 1" : `<<: *k${ix - 1}`}}\n`),
      "bad.yaml:199:18: error E007: values are nested more than 200 deep",
    ],
    [
      "open brackets",
      "a: ".concat("[".repeat(KIB_256)),
      "bad.yaml:1:205: error E007: values are nested more than 200 deep",
    ],
    ["open braces", "{a: ".repeat(KIB_256 / 4), "bad.yaml:1:806: error E007: values are nested more than 200 deep"],
    ["lists in lists", "- ".repeat(KIB_256 / 2), "bad.yaml:1:404: error E007: values are nested more than 200 deep"],
    [
      "indentation without end",
      rows(500, (ix) => `${" ".repeat(ix)}a:\n`),
      "bad.yaml:202:203: error E007: values are nested more than 200 deep",
    ],
    [
      "a key that changes prototypes",
      "a:\n  __proto__: { polluted: true }\n",
      "bad.yaml:2:3: error E009: the key __proto__ is not allowed",
    ],
    [
      "an object of a program",
      "a: !!python/object/apply:os.system ['true']\n",
      "bad.yaml:1:4: error E010: the tag !!python/object/apply:os.system is not supported",
    ],
    [
      "an alias of nothing",
      "a: *nope\n",
      "bad.yaml:1:4: error E002: *nope refers to an anchor that is not defined before it",
    ],
    ["commas", `a: [${",".repeat(KIB_256)}`, "bad.yaml:1:6: error E002: there is nothing before this comma"],
    ["quotes", '"a" '.repeat(KIB_256 / 4), 'bad.yaml:1:5: error E002: there is text after the closing "'],
    ["stars", "*a ".repeat(KIB_256 / 3), "bad.yaml:1:4: error E002: this does not belong here"],
    [
      "lines left of their block",
      `a: |\n${"x\n".repeat(KIB_256 / 2)}`,
      'bad.yaml:2:1: error E002: this line has no ": "',
    ],
    ["closing brackets", "]".repeat(KIB_256), "bad.yaml:1:1: error E002: this bracket closes nothing"],
    ["separators", "---\n".repeat(KIB_256 / 4), "bad.yaml:50002:4: error E006: the file has more than 50000 documents"],
  ])("%s", (_, content, expected) => {
    const begun = process.cpuUsage();
    const result = read(content);
    const { user, system } = process.cpuUsage(begun);
    const [last = ""] = heads(result).slice(-1);
    expect(last).toBe(expected);
    const text = printed(result);
    expect(text).toMatch(/^ {2}why {2}\S/m);
    expect(text).toMatch(/^ {2}fix {2}\S/m);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect((user + system) / 1_000).toBeLessThan(3_000);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("an excerpt of garbage is one clipped, escaped line", () => {
    const result = read(bytes("a: ", 0x01, 0xff, "x".repeat(500)));
    expect(printed(result)).toBe(
      "bad.yaml:1:5: error E003: byte 0xff is not UTF-8 text\n" +
        `  1 | a: ^A\ufffd${"x".repeat(107)}…\n` +
        "    |      ^\n" +
        "  why  the file is binary, or in another encoding such as Latin-1\n" +
        "  fix  convert it: iconv -f LATIN1 -t UTF-8 FILE; or give the file that was meant\n",
    );
  });
});

describe("files that cannot be read", () => {
  const contents = { "zone-outage.yaml": "a: 1", "shop/web.yaml": "a: 1", "shop/notes.md": "" };

  test("missing: a near name is suggested, with its directory", () => {
    expect(printed(readFrom(contents, "zone-outge.yaml"))).toBe(
      "zone-outge.yaml:1:1: error E005: there is no such file\n" +
        "  why  looked for /desk/zone-outge.yaml\n" +
        "  fix  did you mean zone-outage.yaml?\n",
    );
    expect(printed(readFrom(contents, "./shop/wbe.yaml"))).toContain("fix  did you mean ./shop/web.yaml?\n");
    expect(printed(readFrom(contents, "/desk/shop/wbe.yaml"))).toContain("fix  did you mean /desk/shop/web.yaml?\n");
    expect(printed(readFrom(contents, "nowhere/web.yaml"))).toContain("why  there is no directory /desk/nowhere\n");
    expect(printed(readFrom(contents, "zone-outage.yaml/x"))).toContain("error E005: there is no such file\n");
  });

  test("a directory: what to write instead", () => {
    expect(printed(readFrom(contents, "shop/"))).toBe(
      "shop/:1:1: error E005: this is a directory, not a file\n" +
        "  why  files are named one by one or by a pattern, so that what is read never depends on what else lies there\n" +
        "  fix  name a file in it, such as shop/web.yaml, or 'shop/*.yaml'\n",
    );
  });

  test("no permission", () => {
    expect(printed(readFrom(contents, "zone-outage.yaml", { denied: ["/desk/zone-outage.yaml"] }))).toContain(
      "zone-outage.yaml:1:1: error E005: this file may not be read\n",
    );
  });
});

describe("size", () => {
  const MIB = 1024 * 1024;

  test("YAML beyond 8 MiB that is not in blocks is refused, and says from where on", () => {
    expect(printed(read(`b: 2\n${"a: 1 #\n".repeat((9 * MIB) / 7)}`))).toBe(
      "bad.yaml:2:4: error E006: from here on the file is not YAML as kubectl writes it; such YAML may have 8 MiB\n" +
        "  2 | a: 1 #\n    |    ^\n" +
        "  why  brackets, anchors, tags and comments behind values are read with the position of every value, at 1 to 2 MB per second\n" +
        "  fix  write it in blocks: yq -P . FILE > NEW; or convert it: yq -o json . FILE > FILE.json; or split it\n",
    );
  });

  test("YAML of that size in blocks is read", () => {
    const value = values(read(`items:\n${`- a: ${"1".repeat(1_000)}\n`.repeat((9 * MIB) / 1_006)}`))?.[0];
    expect((value as { readonly items: readonly unknown[] }).items).toHaveLength(Math.floor((9 * MIB) / 1_006));
  });

  test("JSON of that size is read", () => {
    const result = read(`${" ".repeat(9 * MIB)}\n{"a": 1}`.trimStart().concat(" ".repeat(9 * MIB)), "big.yaml");
    expect(values(result)).toEqual([{ a: 1 }]);
  });

  test("a large file that is not text is told to be that", () => {
    expect(heads(read(new Uint8Array(9 * MIB)))).toEqual(["bad.yaml:1:1: error E003: there is a NUL byte in the file"]);
  });
});

describe("encodings and line breaks that are accepted", () => {
  test.each([
    ["a byte order mark", "\ufeffa: 1\n"],
    ["a byte order mark before JSON", '\ufeff{"a": 1}'],
    ["CRLF", "a: 1\r\n"],
    ["CR alone", "a: 1\r# x\r"],
    ["no line break at the end", "a: 1"],
    ["JSON in a .yaml file", '{\n\t"a": 1\n}'],
    ["YAML that begins with a brace", "{a: 1} # comment"],
    ["KYAML", "---\n{\n  # comment\n  a: 1,\n}\n"],
  ])("%s", (_, content) => {
    expect(values(read(content))).toEqual([{ a: 1 }]);
  });

  test("a block of text at the end of the file ends in a line break, as kubectl adds one to every line", () => {
    expect(values(read("a: |\n  x"))).toEqual([{ a: "x\n" }]);
  });
});

describe("JSON or YAML", () => {
  test("what is meant as JSON is told JSON's errors, by its name or its first key", () => {
    expect(heads(read('{"a": 1,}'))).toEqual(["bad.yaml:1:8: error E002: there is a comma before the closing }"]);
    expect(heads(read("{a: 1}", "x.json"))).toEqual(["x.json:1:2: error E002: a is not in quotes"]);
    expect(heads(read('[{"a": 1}, {"a" 1}]'))).toEqual(['bad.yaml:1:17: error E002: a ":" is missing before this']);
  });

  test("an error in JSON shows its line", () => {
    expect(printed(read('{\n  "a": 1,\n  "a": 2\n}\n', "x.json"))).toBe(
      'x.json:3:3: error E008: the key "a" is given twice\n' +
        '  2 |   "a": 1,\n' +
        "    |   --- first given here\n" +
        '  3 |   "a": 2\n' +
        "    |   ^^^\n" +
        "  why  readers silently keep one of the two values, and not always the same one\n" +
        "  fix  remove one of them, or rename it\n",
    );
  });

  test("several values in a file are several documents; null is none", () => {
    expect(values(read('{"a":1}\n{"a":2}\nnull\n', "x.ndjson"))).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

describe("standard input", () => {
  const access = (input: string): Parameters<typeof readSource>[0] => ({
    files: memoryFiles(),
    readInput: memoryConsole({ input }).readInput,
  });

  test("is read for the path -", () => {
    expect(values(readSource(access("a: 1"), "-"))).toEqual([{ a: 1 }]);
    expect(heads(readSource(access("a: [\n"), "-"))).toEqual(["<stdin>:1:4: error E002: this [ is never closed"]);
  });

  test("is limited like a file", () => {
    expect(heads(readSource(access("a: 1 #\n".repeat(1_300_000)), "-"))).toEqual([
      "<stdin>:1:4: error E006: from here on the file is not YAML as kubectl writes it; such YAML may have 8 MiB",
    ]);
  });
});
