import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JSON_DEPTH_MAX, canonicalJson, isJson } from "./json-value.js";
import type { JsonValue } from "./json-value.js";

const nested = (depth: number): JsonValue => {
  let value: JsonValue = 1;
  for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? [value] : { value };
  return value;
};

describe("a JSON value", () => {
  test.each([
    [null],
    [true],
    [-1.5],
    ["\ud800"],
    [[]],
    [{}],
    [{ a: [1, { b: null }] }],
    [Object.create(null)],
    [{ a: undefined }],
    [JSON.parse('{"__proto__":{"a":1}}')],
  ])("is %j", (value: unknown) => {
    expect(isJson(value)).toBe(true);
  });

  test.each([
    [undefined],
    [NaN],
    [Infinity],
    [1n],
    [Symbol("s")],
    [() => 1],
    [[undefined]],
    [new Array(1)],
    [new Map()],
    [new (class Spec {})()],
    [{ a: { b: NaN } }],
  ])("is not %s", (value: unknown) => {
    expect(isJson(value)).toBe(false);
  });

  test("is nested within bounds, so a cycle is none", () => {
    expect(isJson(nested(JSON_DEPTH_MAX))).toBe(true);
    expect(isJson(nested(JSON_DEPTH_MAX + 1))).toBe(false);
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    expect(isJson(cycle)).toBe(false);
  });
});

const reversed = (value: JsonValue): JsonValue => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child as JsonValue)]),
  );
};

describe("canonical JSON", () => {
  test("sorts keys at every level, by code unit, and leaves out what is undefined", () => {
    expect(
      canonicalJson({ b: [{ d: 1, c: -0 }], a: null, "10": "é", "9": true, z: undefined } as unknown as JsonValue),
    ).toBe('{"10":"é","9":true,"a":null,"b":[{"c":0,"d":1}]}');
  });

  test("parses back to the value and does not depend on key order", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as JsonValue);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value as JsonValue))).toBe(text);
      }),
    );
  });
});
