import * as Either from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { locateNearest } from "./located.js";
import type { LocatedDocument, Part, Path } from "./located.js";
import { readText } from "./read-source.js";
import { sourceText } from "./source-text.js";

const documentOf = (text: string, ix = 0): LocatedDocument => {
  const read = readText(sourceText("x", text));
  if (Either.isLeft(read)) throw new Error(JSON.stringify(read.left.diagnostics));
  const document = read.right.documents[ix];
  if (document === undefined) throw new Error("no such document");
  return document;
};

const textAt = (document: LocatedDocument, path: Path, part?: Part): string | null => {
  const place = document.locate(path, part);
  if (place === null) return null;
  const { source } = document;
  const end = source.offsetAt({ line: place.endLine, col: place.endCol });
  return `${place.line}:${place.col} ${source.text.slice(source.offsetAt(place), end)}`;
};

describe("places in YAML", () => {
  const document = documentOf(`# comment
spec:
  containers:
    - name: app   # here
      image: "a:b"
      args: [one, 'two']
      env: { A: x, B: }
    -
  text: |
    line one
  empty:
1: number
`);

  test.each<[Path, Part, string | null]>([
    [["spec"], "key", "2:1 spec"],
    [["spec", "containers", 0, "name"], "key", "4:7 name"],
    [["spec", "containers", 0, "name"], "value", "4:13 app"],
    [["spec", "containers", 0, "image"], "value", '5:14 "a:b"'],
    [["spec", "containers", 0, "args"], "value", "6:13 ["],
    [["spec", "containers", 0, "args"], "extent", "6:13 [one, 'two']"],
    [["spec", "containers", 0, "args", 1], "value", "6:19 'two'"],
    [["spec", "containers", 0, "args", 1], "key", "6:19 'two'"],
    [["spec", "containers", 0, "env", "A"], "value", "7:17 x"],
    [["spec", "containers", 0, "env", "B"], "value", "7:20 B"],
    [["spec", "containers", 0], "value", "4:7 n"],
    [["spec", "text"], "value", "9:9 |"],
    [["spec", "text"], "extent", "9:9 |\n    line one\n"],
    [["spec", "empty"], "value", "11:3 empty"],
    [["1"], "value", "12:4 number"],
    [[1], "value", "12:4 number"],
    [["spec", "nothing"], "key", null],
    [["spec", "containers", 9], "value", null],
    [["spec", "containers", "0"], "value", null],
    [["spec", "text", "deeper"], "value", null],
    [["constructor"], "value", null],
    [[], "value", "2:1 s"],
  ])("%j %s is %j", (path, part, expected) => {
    expect(textAt(document, path, part)).toBe(expected);
  });

  test("an item without a value is at its dash's end", () => {
    expect(document.locate(["spec", "containers", 1])).toEqual({ line: 8, col: 6, endLine: 8, endCol: 6 });
  });

  test("what is aliased or merged in is where it was written; the alias itself is the value of its key", () => {
    const shared = documentOf("base: &b\n  x: 1\n  z: 2\nuse:\n  <<: *b\n  z: 3\nsame: *b\n");
    expect(textAt(shared, ["use", "x"])).toBe("2:6 1");
    expect(textAt(shared, ["use", "z"])).toBe("6:6 3");
    expect(textAt(shared, ["same"])).toBe("7:7 *b");
    expect(textAt(shared, ["same", "z"], "key")).toBe("3:3 z");
  });

  test("CRLF, a byte order mark and later documents do not shift places", () => {
    expect(textAt(documentOf("a: 1\r\nb:\r\n  - two\r\n"), ["b", 0])).toBe("3:5 two");
    expect(textAt(documentOf("a: 1\n---\n# x\nb: 2\n", 1), ["b"])).toBe("4:4 2");
  });

  test("a missing field is reported where its nearest parent is", () => {
    expect(locateNearest(document, ["spec", "containers", 0, "resources", "limits"])).toEqual({
      line: 4,
      col: 7,
      endLine: 4,
      endCol: 8,
    });
    expect(locateNearest(document, ["spec", "strategy"])).toEqual({ line: 2, col: 1, endLine: 2, endCol: 5 });
    expect(locateNearest(document, ["status"])).toEqual({ line: 2, col: 1, endLine: 2, endCol: 2 });
    expect(locateNearest(document, ["spec", "containers", 0, "name"], "value")).toMatchObject({ line: 4, col: 13 });
  });
});

describe("places in JSON", () => {
  const text = '{\n  "a": {"k\\"ey": [1, -2.5e3, "x,]}"], "e": {}},\n  "n": null\n}\n{"second": true}';
  const document = documentOf(text);

  test.each<[Path, Part, string | null]>([
    [["a"], "key", '2:3 "a"'],
    [["a"], "value", "2:8 {"],
    [["a", 'k"ey'], "key", '2:9 "k\\"ey"'],
    [["a", 'k"ey', 1], "value", "2:22 -2.5e3"],
    [["a", 'k"ey', 2], "value", '2:30 "x,]}"'],
    [["a", "e"], "extent", "2:44 {}"],
    [["n"], "value", "3:8 null"],
    [["a", 'k"ey', 3], "value", null],
    [["n", "x"], "value", null],
    [[], "value", "1:1 {"],
  ])("%j %s is %j", (path, part, expected) => {
    expect(textAt(document, path, part)).toBe(expected);
  });

  test("a second value of the file", () => {
    expect(textAt(documentOf(text, 1), ["second"])).toBe("5:12 true");
  });
});
