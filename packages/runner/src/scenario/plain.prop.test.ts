import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyRecord } from "../input/record.js";
import { plain } from "./plain.js";

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

test("a copy is what JSON makes of the value, key by key", () => {
  const data = fc.anything({
    withNullPrototype: true,
    values: [fc.integer(), fc.double(), fc.string(), fc.constant(undefined), fc.boolean(), fc.constant(null)],
  });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), data), (value) => {
      const copy = plain(value);
      expect(copy).toStrictEqual(throughJson(value));
      expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
    }),
  );
});

test("objects that inherit nothing become ordinary ones, and nothing is shared with what was given", () => {
  const labels = Object.assign(emptyRecord(), { app: "web", gone: undefined });
  const given = { metadata: Object.assign(emptyRecord(), { labels }), list: [labels, -0, undefined], does: () => 1 };
  const copy = plain(given);
  expect(Object.getPrototypeOf(copy.metadata)).toBe(Object.prototype);
  expect(copy).toStrictEqual({ metadata: { labels: { app: "web" } }, list: [{ app: "web" }, 0, null] });
  labels["app"] = "changed";
  expect(copy.list[0]).toEqual({ app: "web" });
});

test("a key named __proto__ is a key like any other", () => {
  const given = Object.assign(emptyRecord(), JSON.parse('{"__proto__": {"a": 1}, "b": 2}') as object);
  const text = JSON.stringify(JSON.parse('{"__proto__": {"a": 1}, "b": 2}'));
  expect(JSON.stringify(plain(JSON.parse(text)))).toBe(text);
  expect(Object.keys(plain(given))).toEqual(Object.keys(given));
});
