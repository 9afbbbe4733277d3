import { describe, expect, test } from "vitest";
import { definitionOf } from "../../testing/log-arbitraries.js";
import type { EventDefinition } from "../event.js";
import { InvariantViolation } from "../invariant.js";
import { createColumnLog } from "./column-log.js";
import type { ColumnLog } from "./column-log.js";

const bound = definitionOf("PodBound", { node: "string", nodeIx: "int" });
const exited = definitionOf("ContainerExited", {
  reason: { oneOf: ["Completed", "Error"] },
  exitCode: "int?",
  oom: "boolean",
});
const created = definitionOf("PodCreated", { spec: "json", note: "json?" });
const deleted = definitionOf("PodDeleted", {});
const registry = [bound, exited, created, deleted];

const sample = (types: readonly EventDefinition[] = registry): ColumnLog => {
  const log = createColumnLog(types);
  log.append(0, created, 0, -1, { spec: { containers: ["app"], cpu: "100m" }, note: null });
  log.append(1_500, bound, 0, 0, { node: "node-0001", nodeIx: 1 });
  log.append(1_500, exited, 0, 1, { reason: "Error", exitCode: 137, oom: true });
  log.append(9_007_199_254_740_991, deleted, 0, 2, {});
  return log;
};

describe("the column log", () => {
  test("numbers facts from 0 and gives them back as envelopes", () => {
    const log = sample();
    expect(log.length).toBe(4);
    expect(log.registry).toBe(registry);
    expect(log.endUs).toBe(9_007_199_254_740_991);
    expect(log.read(2)).toEqual({
      seq: 2,
      at: 1_500,
      subject: 0,
      causedBy: 1,
      definition: exited,
      data: { reason: "Error", exitCode: 137, oom: true },
    });
    expect(log.typeOf(3)).toBe(3);
  });

  test("is empty at first", () => {
    const log = createColumnLog(registry);
    expect([log.length, log.endUs]).toEqual([0, 0]);
    log.forEach(0, 0, () => expect.unreachable());
  });

  test("keeps JSON values by reference and texts once", () => {
    const log = createColumnLog(registry);
    const spec = { cpu: "1" };
    for (let i = 0; i < 10; i += 1) log.append(i, created, i, -1, { spec, note: "same" });
    expect(log.packed.tables.objects.size).toBe(2);
    expect((log.data(7) as { spec: unknown }).spec).toBe(spec);
  });

  test("keeps every fact as it grows", () => {
    const log = createColumnLog(registry);
    for (let i = 0; i < 20_000; i += 1)
      log.append(3 * i, bound, i, i - 1, { node: `node-${String(i % 7)}`, nodeIx: -i });
    for (const seq of [0, 1_023, 1_024, 1_535, 1_536, 19_999]) {
      expect(log.read(seq)).toMatchObject({ at: 3 * seq, subject: seq, causedBy: seq - 1 });
      expect(log.data(seq)).toEqual({ node: `node-${String(seq % 7)}`, nodeIx: 0 - seq });
    }
  });

  test.each([
    ["time going back", (log: ColumnLog) => log.append(10, deleted, 0, -1, {})],
    ["a fraction of a microsecond", (log: ColumnLog) => log.append(2_000.5, deleted, 0, -1, {})],
    ["no time", (log: ColumnLog) => log.append(NaN, deleted, 0, -1, {})],
    ["its own cause", (log: ColumnLog) => log.append(2_000, deleted, 0, 3, {})],
    ["a cause below -1", (log: ColumnLog) => log.append(2_000, deleted, 0, -2, {})],
    ["a fractional cause", (log: ColumnLog) => log.append(2_000, deleted, 0, 0.5, {})],
    ["a subject beyond 32 bits", (log: ColumnLog) => log.append(2_000, deleted, 2 ** 31, -1, {})],
    ["a type it does not know", (log: ColumnLog) => log.append(2_000, definitionOf("NodeLost", {}), 0, -1, {})],
    ["a fraction in an int field", (log: ColumnLog) => log.append(2_000, bound, 0, -1, { node: "n", nodeIx: 0.5 })],
    ["null in an int field", (log: ColumnLog) => log.append(2_000, bound, 0, -1, { node: "n", nodeIx: null })],
    ["2^53, the word of a null", (log: ColumnLog) => log.append(2_000, bound, 0, -1, { node: "n", nodeIx: 2 ** 53 })],
    ["a missing field", (log: ColumnLog) => log.append(2_000, bound, 0, -1, { nodeIx: 1 })],
    ["a number in a string field", (log: ColumnLog) => log.append(2_000, bound, 0, -1, { node: 1, nodeIx: 1 })],
    [
      "a choice off the list",
      (log: ColumnLog) => log.append(2_000, exited, 0, -1, { reason: "OOM", exitCode: 1, oom: true }),
    ],
    [
      "1 in a boolean field",
      (log: ColumnLog) => log.append(2_000, exited, 0, -1, { reason: "Error", exitCode: 1, oom: 1 }),
    ],
    ["null in a json field", (log: ColumnLog) => log.append(2_000, created, 0, -1, { spec: null, note: null })],
    ["NaN in a json field", (log: ColumnLog) => log.append(2_000, created, 0, -1, { spec: { a: [NaN] }, note: null })],
    ["a Map in a json field", (log: ColumnLog) => log.append(2_000, created, 0, -1, { spec: new Map(), note: null })],
  ])("throws at %s and records nothing", (_, append) => {
    const log = createColumnLog(registry);
    for (let i = 0; i < 3; i += 1) log.append(1_000, deleted, i, -1, {});
    const digest = log.digest();
    expect(() => append(log)).toThrow(InvariantViolation);
    expect([log.length, log.digest()]).toEqual([3, digest]);
    // The words of the fact that failed are not left in the way of the next one.
    log.append(3_000, bound, 5, 0, { node: "n", nodeIx: 7 });
    expect(log.data(3)).toEqual({ node: "n", nodeIx: 7 });
  });

  test.each([-1, 4, NaN])("throws at a seq that is not there: %d", (seq) => {
    const log = sample();
    for (const read of ["at", "typeOf", "subject", "causedBy", "data", "read"] as const) {
      expect(() => log[read](seq)).toThrow(InvariantViolation);
    }
  });

  test.each([
    [-1, 4],
    [0, 5],
    [3, 2],
  ])("throws at a range that is not there: %d to %d", (from, to) => {
    expect(() => sample().forEach(from, to, () => expect.unreachable())).toThrow(InvariantViolation);
  });
});

describe("a registry", () => {
  test("has at most 255 types, no two of one name", () => {
    const types = Array.from({ length: 256 }, (_, i) => definitionOf(`Type${String(i)}`, {}));
    const log = createColumnLog(types.slice(0, 255));
    log.append(0, types[254] as EventDefinition, 0, -1, {});
    expect(log.read(0).definition.type).toBe("Type254");
    expect(() => createColumnLog(types)).toThrow(InvariantViolation);
    expect(() => createColumnLog([deleted, definitionOf("PodDeleted", { grace: "int" })])).toThrow(InvariantViolation);
  });

  test("has no closed list that names a choice twice", () => {
    expect(() => createColumnLog([definitionOf("PodMoved", { why: { oneOf: ["a", "a"] } })])).toThrow(
      InvariantViolation,
    );
  });
});

describe("the digest", () => {
  test("is the same on every platform and in every version, until its version is raised", () => {
    expect(createColumnLog(registry).digest()).toBe("88c4adec54d201b954d201b954d201b9");
    expect(sample().digest()).toBe("8386c72a5d5401dec6b249a7c68e42a2");
  });

  test("does not see unused types, what was interned in vain, or the key order of JSON values", () => {
    const log = createColumnLog([definitionOf("PodMoved", { to: "string" }), ...registry]);
    expect(() => log.append(0, bound, 0, -1, { node: "in vain", nodeIx: 0.5 })).toThrow(InvariantViolation);
    log.append(0, created, 0, -1, { spec: { cpu: "100m", containers: ["app"] }, note: null });
    log.append(1_500, bound, 0, 0, { node: "node-0001", nodeIx: 1 });
    log.append(1_500, exited, 0, 1, { reason: "Error", exitCode: 137, oom: true });
    log.append(9_007_199_254_740_991, deleted, 0, 2, {});
    expect(log.digest()).toBe(sample().digest());
  });

  test("sees the revision of a type", () => {
    const digest = (revision: number): string => {
      const definition = definitionOf("PodDeleted", {}, revision);
      const log = createColumnLog([definition]);
      log.append(0, definition, 0, -1, {});
      return log.digest();
    };
    expect(digest(2)).not.toBe(digest(1));
  });

  test("tells null from 0, false, the empty string and the empty object", () => {
    const definition = definitionOf("PodChanged", { n: "int?", b: "boolean?", s: "string?", j: "json?" });
    const nulls = { n: null, b: null, s: null, j: null };
    const digest = (data: object): string => {
      const log = createColumnLog([definition]);
      log.append(0, definition, 0, -1, data);
      return log.digest();
    };
    const digests = [nulls, { ...nulls, n: 0 }, { ...nulls, b: false }, { ...nulls, s: "" }, { ...nulls, j: {} }].map(
      digest,
    );
    expect(new Set(digests).size).toBe(5);
  });
});

test("what is kept of a registry or a closed list is not taken for that of another", () => {
  const phase = definitionOf("PhaseSet", { phase: { oneOf: ["Running", "Failed"] } });
  const turned = definitionOf("PhaseSet", { phase: { oneOf: ["Failed", "Running"] } });
  const logged = (definition: EventDefinition, types: readonly EventDefinition[], value: string): ColumnLog => {
    const log = createColumnLog(types);
    log.append(0, definition, 0, -1, { phase: value });
    return log;
  };
  const [first, again] = [logged(phase, [phase, bound], "Running"), logged(phase, [bound, phase], "Running")];
  expect([first.typeOf(0), again.typeOf(0)]).toEqual([0, 1]);
  expect(logged(turned, [turned], "Running").digest()).toBe(first.digest());
  expect(again.digest()).toBe(first.digest());
  expect(logged(turned, [turned], "Failed").digest()).not.toBe(first.digest());
  expect(() => logged(turned, [phase, bound], "Running")).toThrow(InvariantViolation);
});
