import { isLeft, right } from "fp-ts/lib/Either.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryRecording, definitionOf, recordAll } from "../../testing/log-arbitraries.js";
import { createColumnLog } from "./column-log.js";
import type { ColumnLog } from "./column-log.js";
import type { EventLog } from "./event-log.js";
import { LINE_ERRORS_MAX, decodeLines, encodeLine } from "./json-lines.js";
import type { LineError } from "./json-lines.js";

const bound = definitionOf("PodBound", { node: "string", nodeIx: "int" }, 2);
const created = definitionOf("PodCreated", { spec: "json", qos: { oneOf: ["Burstable", "BestEffort"] } });
const registry = [bound, created];

const LINES = [
  '{"seq":0,"atUs":0,"type":"PodCreated","revision":1,"subject":0,"causedBy":-1,"data":{"spec":{"cpu":"1","app":"web"},"qos":"Burstable"}}',
  '{"seq":1,"atUs":1500,"type":"PodBound","revision":2,"subject":0,"causedBy":0,"data":{"node":"node-0001","nodeIx":1}}',
];

const linesOf = (log: EventLog): readonly string[] =>
  Array.from({ length: log.length }, (_, seq) => encodeLine(log.read(seq)));

const logOf = (lines: Iterable<string>): ColumnLog => {
  const result = decodeLines(lines, registry);
  if (isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

const errorsOf = (lines: Iterable<string>): readonly LineError[] => {
  const result = decodeLines(lines, registry);
  return isLeft(result) ? result.left : [];
};

describe("a line", () => {
  test("has its keys in fixed order, JSON values in their own", () => {
    const log = createColumnLog(registry);
    log.append(0, created, 0, -1, { qos: "Burstable", spec: { cpu: "1", app: "web" } });
    log.append(1_500, bound, 0, 0, { nodeIx: 1, node: "node-0001" });
    expect(linesOf(log)).toEqual(LINES);
  });
});

describe("lines", () => {
  test("give back the log", () => {
    fc.assert(
      fc.property(arbitraryRecording, ({ registry: types, facts }) => {
        const log = recordAll(createColumnLog(types), facts);
        const result = decodeLines(linesOf(log), types);
        expect(isLeft(result) ? result.left : result.right.digest()).toEqual(log.digest());
        expect(isLeft(result) ? result.left : linesOf(result.right)).toEqual(linesOf(log));
      }),
      { numRuns: 200 },
    );
  });

  test("may be blank, leave out the revision, and have keys in any order", () => {
    const log = logOf([
      "",
      '{"data":{"qos":"Burstable","spec":{"app":"web","cpu":"1"}},"causedBy":-1,"subject":0,"type":"PodCreated","atUs":0,"seq":0}',
      "  \r",
      `${LINES[1] ?? ""}\r`,
      "",
    ]);
    expect(log.digest()).toBe(logOf(LINES).digest());
  });

  test("of no facts are an empty log", () => {
    expect(decodeLines([], registry)).toMatchObject(right({ length: 0 }));
  });

  test("share what is the same object again", () => {
    const again = (seq: number): string => (LINES[0] ?? "").replace('"seq":0', `"seq":${String(seq)}`);
    const log = logOf([again(0), again(1), again(2)]);
    expect(log.packed.tables.objects.size).toBe(1);
  });
});

describe("a wrong line", () => {
  const second = LINES[1] ?? "";
  const syntax = (got: string): readonly Partial<LineError>[] => [
    { kind: "syntax", path: "", expected: "a JSON object", got },
  ];
  test.each<[what: string, line: string, errors: readonly Partial<LineError>[]]>([
    ["no JSON", second.slice(0, -1), syntax(`${JSON.stringify(second).slice(0, 60)}…`)],
    ["no object", "[1]", syntax("[1]")],
    ["null", "null", syntax("null")],
    [
      "an unknown key",
      second.replace("{", '{"pod":1,'),
      [{ kind: "key", path: "pod", expected: "no such key", got: "1" }],
    ],
    [
      "a missing key",
      second.replace('"subject":0,', ""),
      [{ kind: "key", path: "subject", expected: "a whole number", got: "nothing" }],
    ],
    [
      "a fraction of a µs",
      second.replace("1500", "0.5"),
      [{ kind: "key", path: "atUs", expected: "a whole number", got: "0.5" }],
    ],
    [
      "text for a number",
      second.replace("1500", '"1500"'),
      [{ kind: "key", path: "atUs", expected: "a whole number", got: '"1500"' }],
    ],
    [
      "an unknown type",
      second.replace("PodBound", "PodBond"),
      [{ kind: "type", path: "type", expected: "a known event type", got: '"PodBond"' }],
    ],
    [
      "no type",
      second.replace('"type":"PodBound",', ""),
      [{ kind: "key", path: "type", expected: "a known event type", got: "nothing" }],
    ],
    [
      "another revision",
      second.replace('"revision":2', '"revision":1'),
      [{ kind: "revision", path: "revision", expected: "2", got: "1" }],
    ],
    [
      "null as revision",
      second.replace('"revision":2', '"revision":null'),
      [{ kind: "revision", path: "revision", expected: "2", got: "null" }],
    ],
    [
      "a wrong field",
      second.replace('"nodeIx":1', '"nodeIx":null'),
      [{ kind: "key", path: "data.nodeIx", expected: "a whole number", got: "null" }],
    ],
    [
      "a misspelt field",
      second.replace('"nodeIx"', '"nodeix"'),
      [
        { kind: "key", path: "data.nodeIx", expected: "a whole number", got: "nothing" },
        { kind: "key", path: "data.nodeix", expected: "no such field", got: "1" },
      ],
    ],
    [
      "no data",
      second.replace(/"data".*/, '"data":[]}'),
      [{ kind: "key", path: "data", expected: "a JSON object", got: "[]" }],
    ],
    ["a gap", second.replace('"seq":1', '"seq":3'), [{ kind: "order", path: "seq", expected: "1", got: "3" }]],
    [
      "a repetition",
      second.replace('"seq":1', '"seq":0').replace('By":0', 'By":-1'),
      [{ kind: "order", path: "seq", expected: "1", got: "0" }],
    ],
    [
      "time before 0",
      second.replace("1500", "-1"),
      [{ kind: "order", path: "atUs", expected: "0 or later", got: "-1" }],
    ],
    [
      "its own cause",
      second.replace('By":0', 'By":1'),
      [{ kind: "order", path: "causedBy", expected: "-1 or the seq of an earlier fact", got: "1" }],
    ],
    [
      "a cause before all",
      second.replace('By":0', 'By":-2'),
      [{ kind: "order", path: "causedBy", expected: "-1 or the seq of an earlier fact", got: "-2" }],
    ],
    [
      "a subject too large",
      second.replace('subject":0', 'subject":2147483648'),
      [{ kind: "order", path: "subject", expected: "a 32-bit whole number", got: "2147483648" }],
    ],
  ])("is refused: %s", (_, line, errors) => {
    expect(errorsOf([LINES[0] ?? "", line])).toEqual(errors.map((error) => ({ line: 2, ...error })));
  });

  test("that goes back in time, or leaves a gap, is one error and not one for every line after it", () => {
    const line = (seq: number, atUs: number): string =>
      `{"seq":${String(seq)},"atUs":${String(atUs)},"type":"PodBound","subject":0,"causedBy":-1,"data":{"node":"n","nodeIx":0}}`;
    expect(errorsOf([line(0, 10), line(1, 9), line(2, 10), line(5, 11), line(6, 12)])).toEqual([
      { kind: "order", line: 2, path: "atUs", expected: "10 or later", got: "9" },
      { kind: "order", line: 4, path: "seq", expected: "3", got: "5" },
    ]);
  });

  test("is reported with all others, up to a limit", () => {
    expect(errorsOf(["x", LINES[0] ?? "", "y"]).map(({ line }) => line)).toEqual([1, 3]);
    let taken = 0;
    const endless = function* (): Generator<string> {
      for (;;) {
        taken += 1;
        yield "x";
      }
    };
    expect(errorsOf(endless())).toHaveLength(LINE_ERRORS_MAX);
    expect(taken).toBe(LINE_ERRORS_MAX);
  });
});
