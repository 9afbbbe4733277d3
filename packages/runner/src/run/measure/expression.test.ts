import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { holds, parseExpression } from "./expression.js";
import type { Expression } from "./expression.js";
import { parseSelector } from "./selector.js";

const parse = (text: string, unit = "pods"): Expression | string => {
  const parsed = parseExpression(text, unit);
  return isLeft(parsed) ? parsed.left.reason : parsed.right;
};

describe("threshold expressions", () => {
  test.each<[string, Partial<Expression>]>([
    ["min >= 0.8", { aggregation: "min", by: [], operator: ">=", value: 0.8 }],
    ["last == 0", { aggregation: "last", operator: "==", value: 0 }],
    ["p(95)<600", { aggregation: { percentile: 95 }, operator: "<", value: 600 }],
    ["p(99.9) <= 1e3", { aggregation: { percentile: 99.9 }, operator: "<=", value: 1_000 }],
    ["  max   by (pod)  <  3 ", { aggregation: "max", by: ["pod"], value: 3, text: "max by (pod) < 3" }],
    ["sum by(namespace, pod) != -1", { by: ["namespace", "pod"], operator: "!=", value: -1 }],
  ])("%j", (text, meant) => {
    expect(parse(text)).toMatchObject(meant);
  });

  test("a metric in seconds may be compared with a time", () => {
    expect(parse("max < 10m", "seconds")).toMatchObject({ value: 600 });
    expect(parse("max < 10m", "pods")).toBe('"10m" is not a number');
  });

  test.each([
    ["", '"" is not an expression'],
    ["min", '"min" is not an expression'],
    ["lest == 0", 'unknown aggregation "lest"'],
    ["p(0) < 3", "p(0) is no percentile"],
    ["p(x) < 3", "p(x) is no percentile"],
    ["max = 3", "one = does not compare"],
    ["max < three", '"three" is not a number'],
    ["max by () < 3", "by () names no label"],
    ["max < 3 4", '"max < 3 4" is not an expression'],
  ])("%j: %s", (text, reason) => {
    expect(parse(text)).toBe(reason);
  });

  test.each<[string, number, boolean]>([
    ["min < 3", 2, true],
    ["min < 3", 3, false],
    ["min <= 3", 3, true],
    ["min > 3", 3, false],
    ["min >= 3", 3, true],
    ["min == 3", 3, true],
    ["min != 3", 3, false],
  ])("%s of %d", (text, value, expected) => {
    const expression = parse(text);
    expect(typeof expression === "string" ? null : holds(expression, value)).toBe(expected);
  });
});

describe("metric selectors", () => {
  test.each([
    ["sim_pending_pods", { name: "sim_pending_pods", labels: {} }],
    [
      ' sim_available_ratio { deployment = "checkout" } ',
      { name: "sim_available_ratio", labels: { deployment: "checkout" } },
    ],
    ["m{a='x', b=\"y z\"}", { name: "m", labels: { a: "x", b: "y z" } }],
    ["m{}", { name: "m", labels: {} }],
  ])("%j", (text, meant) => {
    expect(parseSelector(text)).toEqual({ _tag: "Right", right: meant });
  });

  test.each(["", "1m", "m{a}", "m{a=x}", 'm{a="x"', "a b"])("%j is none", (text) => {
    expect(isLeft(parseSelector(text))).toBe(true);
  });
});
