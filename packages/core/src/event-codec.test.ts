import * as fc from "fast-check";
import { isLeft, isRight, right } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { arbitraryData, arbitraryRegistry, definitionOf } from "../testing/log-arbitraries.js";
import { eventCodec } from "./event-codec.js";

const definition = definitionOf("ContainerExited", {
  container: "string",
  exitCode: "int",
  reason: { oneOf: ["Completed", "Error"] },
  oomKilled: "boolean",
  node: "string?",
  signal: "int?",
  extra: "json",
});
const codec = eventCodec(definition);
const valid = {
  container: "app",
  exitCode: 1,
  reason: "Error",
  oomKilled: false,
  node: null,
  signal: null,
  extra: [1],
};

/** Path and expectation of each error. */
const errors = (value: unknown): readonly string[] => {
  const decoded = codec.decode(value);
  return isLeft(decoded)
    ? decoded.left.map(
        ({ context }) => `${context.map(({ key }) => key).join("/")}: ${context.at(-1)?.type.name ?? ""}`,
      )
    : [];
};

describe("the codec of an event", () => {
  test("takes what the fields say, in declared order", () => {
    const decoded = codec.decode(Object.fromEntries(Object.entries(valid).reverse()));
    expect(decoded).toEqual(right(valid));
    expect(isRight(decoded) && Object.keys(decoded.right)).toEqual(Object.keys(valid));
    expect(codec.is(valid)).toBe(true);
    expect(codec.encode(valid)).toBe(valid);
  });

  test("has no negative zero", () => {
    expect(codec.decode({ ...valid, exitCode: -0, signal: -0 })).toEqual(right({ ...valid, exitCode: 0, signal: 0 }));
  });

  test.each([
    ["a number as text", { exitCode: "1" }, "/exitCode: a whole number"],
    ["a fraction", { exitCode: 0.5 }, "/exitCode: a whole number"],
    ["a number beyond 2^53 - 1", { exitCode: 2 ** 53 }, "/exitCode: a whole number"],
    ["null where it is not allowed", { exitCode: null }, "/exitCode: a whole number"],
    ["a fraction where null is allowed", { signal: 0.5 }, "/signal: a whole number or null"],
    ["a choice off the list", { reason: "OOMKilled" }, '/reason: "Completed" | "Error"'],
    ["0 for false", { oomKilled: 0 }, "/oomKilled: true or false"],
    ["a number for text", { node: 1 }, "/node: a string or null"],
    ["null as JSON value", { extra: null }, "/extra: a JSON value other than null"],
    ["what is no JSON value", { extra: { at: undefined, f: [NaN] } }, "/extra: a JSON value other than null"],
    ["an undeclared field", { exitcode: 1 }, "/exitcode: no such field"],
  ])("refuses %s", (_, change, error) => {
    expect(errors({ ...valid, ...change })).toEqual([error]);
    expect(codec.is({ ...valid, ...change })).toBe(false);
  });

  test("reports every missing field at once, and every field that is too many", () => {
    expect(errors({ container: "app", signal: 1, also: 1 })).toEqual([
      "/exitCode: a whole number",
      '/reason: "Completed" | "Error"',
      "/oomKilled: true or false",
      "/node: a string or null",
      "/extra: a JSON value other than null",
      "/also: no such field",
    ]);
  });

  test("does not take inherited fields for present, nor __proto__ for absent", () => {
    const { container, ...rest } = valid;
    expect(errors(Object.assign(Object.create({ container }), rest))).toEqual(["/container: a string"]);
    expect(errors(JSON.parse(JSON.stringify(valid).replace("{", '{"__proto__":1,')))).toEqual([
      "/__proto__: no such field",
    ]);
  });

  test.each([null, 1, "x", [], undefined])("refuses %j as data", (value) => {
    expect(errors(value)).toEqual([": ContainerExited"]);
  });

  test("takes all data of any event", () => {
    const drawn = arbitraryRegistry.chain((registry) => {
      const [first = definition] = registry;
      return arbitraryData(first).map((data) => ({ first, data }));
    });
    fc.assert(
      fc.property(drawn, ({ first, data }) => {
        expect(isRight(eventCodec(first).decode(data))).toBe(true);
      }),
    );
  });
});
