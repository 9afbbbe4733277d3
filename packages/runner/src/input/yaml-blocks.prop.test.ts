// YAML read by blocks against the yaml library: whatever the fast reader reads at all, it reads alike, and finds alike.
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import type { Path } from "./located.js";
import { readDocuments } from "./read-documents.js";
import { sourceText } from "./source-text.js";
import { readBlocks } from "./yaml-blocks.js";

const pathsOf = (value: unknown, path: Path = []): readonly Path[] =>
  value === null || typeof value !== "object"
    ? [path]
    : [
        path,
        ...(Array.isArray(value)
          ? (value as readonly unknown[]).flatMap((item, k) => pathsOf(item, [...path, k]))
          : Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))),
      ];

/** Whether the fast reader knew the text; where it did, the library has to say the same. */
const agree = (text: string): boolean => {
  const source = sourceText("x.yaml", text);
  const blocks = readBlocks(source);
  if (typeof blocks === "number") return false;
  // As short as it is, the library reads it.
  const { documents, diagnostics } = readDocuments(source);
  expect(diagnostics).toEqual([]);
  const [document] = documents;
  expect(documents.length).toBe(blocks.value === null ? 0 : 1);
  expect(JSON.stringify(blocks.value)).toBe(JSON.stringify(document?.value ?? null));
  if (document === undefined) return true;
  for (const path of pathsOf(blocks.value)) {
    for (const part of ["key", "value"] as const) {
      expect([path, part, blocks.locate(path, part)]).toEqual([path, part, document.locate(path, part)]);
    }
  }
  expect(blocks.locate(["no", "such", 1])).toBeNull();
  return true;
};

const word = fc.oneof(
  fc.constantFrom(
    ...'a|app|k:x|f:spec|k:{"type":"Ready"}|y|no|1|0644|1e3|~|null|2001-12-14|12:30|{{ x }}|- x|-x|?x|? x|#|a #b|a: b'.split(
      "|",
    ),
    ..."it's|say \"it\"|back\\slash|%|@|`|*a|&a|!t|,|[|]|{|}|a:|:a| lead|trail |\t|tab\there|<<|'|''|\"".split("|"),
    "",
    "two\nlines",
    "two\nlines\n",
    "\n",
    "gap\n\nbelow\n\n",
    "  deep\nless\n",
    "long ".repeat(30),
    `${"x".repeat(90)} ${"y".repeat(20)}`,
    "é 名 🙂",
    "\u0007bell",
  ),
  fc.string({ unit: "grapheme", maxLength: 10 }),
);

const { value: tree } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(word, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      word.filter((key) => key !== "__proto__" && key !== "<<" && key !== ""),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}));

test("what programs write is read alike, with every place, and most of it by blocks", () => {
  let known = 0;
  let all = 0;
  const style = fc.record({
    defaultStringType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL"),
    defaultKeyType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE"),
    indent: fc.constantFrom(2, 4),
    indentSeq: fc.boolean(),
    lineWidth: fc.constantFrom(0, 20, 80),
  } as const);
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 4 }), style, (items, options) => {
      const text = stringify(
        { top: items },
        { version: "1.1", schema: "yaml-1.1", aliasDuplicateObjects: false, ...options },
      );
      all++;
      if (agree(text)) known++;
    }),
    { numRuns: 200 },
  );
  expect(known / all).toBeGreaterThan(0.4);
});

const PIECES = [
  ..."a b: - ' \" # | > { } [ ] & * ! % ? , ~ 1 : x".split(" "),
  ...[
    " ",
    "  ",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "a: ",
    "b:\n  ",
    "c:\n- ",
    "|\n    t\n",
    "|-\n  t",
    '"q"',
    "'s'",
    "---\n",
  ],
  ...[
    "\n\n",
    " # c\n",
    "\\",
    '\\n"',
    "''",
    "k: v\n",
    "- - x\n",
    "-\n",
    "|+\n  t\n\n",
    "|2\n   t\n",
    "{}",
    "[]",
    "\t",
    "...\n",
  ],
];

test("nor does it take for plain what is not", () => {
  let known = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12, size: "max" }), (pieces) => {
      if (agree(pieces.join(""))) known++;
    }),
    { numRuns: 4_000 },
  );
  expect(known).toBeGreaterThan(200);
});

test("texts as kubectl writes them are known", () => {
  const text = `apiVersion: v1
items:
- apiVersion: v1
  kind: Pod
  metadata:
    annotations:
      kubectl.kubernetes.io/last-applied-configuration: |
        {"apiVersion":"v1"}
      note: 'it''s a long text that the writer of kubectl broke at a blank so that: lines
        do not get too long'
    managedFields:
    - fieldsV1:
        f:metadata:
          f:labels:
            .: {}
            k:{"uid":"1"}: {}
    name: web
  spec:
    containers:
    - args:
      - --listen=:80
      - -c
      command: []
      image: "602401143452.dkr.ecr/app:1"
  status:
    conditions:
    - lastProbeTime: null
      message: a plain text that goes on
        in the next line
      status: "True"
kind: List
metadata:
  resourceVersion: ""
`;
  expect(agree(text)).toBe(true);
});
