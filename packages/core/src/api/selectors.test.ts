import { isLeft, isRight, right } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Labels, LabelSelector } from "./meta.js";
import { matchEverything, matchNothing, selectorErrorText, type LabelTest } from "./requirement.js";
import { compileLabelMap, compileLabelSelector, formatLabelSelector } from "./selectors.js";

const compile = (selector: LabelSelector | undefined): LabelTest => {
  const compiled = compileLabelSelector(selector);
  if (isRight(compiled)) return compiled.right;
  throw new Error(selectorErrorText(compiled.left));
};

describe("compileLabelSelector", () => {
  test("scheduler 7.5: no selector matches nothing, an empty one everything", () => {
    expect(compileLabelSelector(undefined)).toEqual(right(matchNothing));
    for (const empty of [
      {},
      { matchLabels: {} },
      { matchExpressions: [] },
      { matchLabels: {}, matchExpressions: [] },
    ]) {
      expect(compileLabelSelector(empty)).toEqual(right(matchEverything));
    }
  });

  test.each<[LabelSelector, Labels, boolean]>([
    [{ matchLabels: { app: "web" } }, { app: "web", tier: "front" }, true],
    [{ matchLabels: { app: "web" } }, { app: "api" }, false],
    [{ matchLabels: { app: "web" } }, {}, false],
    [{ matchLabels: { app: "" } }, { app: "" }, true],
    [{ matchLabels: { app: "" } }, {}, false],
    [{ matchLabels: { app: "web", tier: "front" } }, { app: "web", tier: "front" }, true],
    [{ matchLabels: { app: "web", tier: "front" } }, { app: "web" }, false],
    [{ matchExpressions: [{ key: "app", operator: "In", values: ["web", "api"] }] }, { app: "api" }, true],
    [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, {}, true],
    [{ matchExpressions: [{ key: "app", operator: "Exists" }] }, { app: "" }, true],
    [{ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, { app: "" }, false],
  ])("scheduler 7.5: %j on %j is %j", (selector, labels, expected) => {
    expect(compile(selector)(labels)).toBe(expected);
  });

  test("scheduler 7.5: labels and expressions must both agree", () => {
    const test = compile({
      matchLabels: { app: "web" },
      matchExpressions: [
        { key: "tier", operator: "NotIn", values: ["back"] },
        { key: "old", operator: "DoesNotExist" },
      ],
    });
    expect(test({ app: "web" })).toBe(true);
    expect(test({ app: "web", tier: "front" })).toBe(true);
    expect(test({ app: "web", tier: "back" })).toBe(false);
    expect(test({ app: "web", old: "" })).toBe(false);
    expect(test({ app: "api" })).toBe(false);
  });

  test("keys that every object inherits are keys like any other", () => {
    const test = compile({
      matchLabels: { constructor: "x" },
      matchExpressions: [{ key: "toString", operator: "DoesNotExist" }],
    });
    expect(test({ constructor: "x" })).toBe(true);
    expect(test({})).toBe(false);
    expect(test({ constructor: "x", toString: "y" })).toBe(false);
  });

  test("scheduler 7.7: everything wrong is said, and where", () => {
    const compiled = compileLabelSelector({
      matchLabels: { "a/b/c": "x", ok: "not ok" },
      matchExpressions: [
        { key: "fine", operator: "Exists" },
        { key: "k", operator: "In", values: [] },
        { key: "", operator: "Exists", values: ["x"] },
      ],
    });
    const starts = [
      'matchLabels: Invalid value: "a/b/c": a qualified name must consist of',
      'matchLabels: Invalid value: "not ok": a valid label must be an empty string',
      "matchExpressions[1].values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty",
      'matchExpressions[2].key: Invalid value: "": name part must be non-empty; name part must consist of',
      'matchExpressions[2].values: Invalid value: ["x"]: values set must be empty for exists and does not exist',
    ];
    expect(isLeft(compiled) && compiled.left.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(
      starts.map((start): unknown => expect.stringContaining(start)),
    );
  });

  test.each(["Gt", "Lt", "Foo", ""])("operator %j is none of a label selector's", (operator) => {
    const selector = { matchExpressions: [{ key: "k", operator, values: ["1"] }] } as unknown as LabelSelector;
    const compiled = compileLabelSelector(selector);
    expect(isLeft(compiled) && compiled.left).toEqual([
      { path: "matchExpressions[0].operator", reason: `"${operator}" is not a valid label selector operator` },
    ]);
  });
});

describe("compileLabelMap", () => {
  test("needs every label, checks none of them", () => {
    expect(compileLabelMap({})).toBe(matchEverything);
    const test = compileLabelMap({ app: "web", "not a key": "not a value" });
    expect(test({ app: "web", "not a key": "not a value", more: "" })).toBe(true);
    expect(test({ app: "web" })).toBe(false);
  });

  test("__proto__ is a key like any other", () => {
    const labels = JSON.parse('{"__proto__":"x"}') as Labels;
    expect(compileLabelMap(labels)(labels)).toBe(true);
    expect(compileLabelMap(labels)({})).toBe(false);
  });
});

describe("formatLabelSelector", () => {
  test.each<[LabelSelector | undefined, string]>([
    [undefined, "<none>"],
    [{}, "<none>"],
    [{ matchLabels: { tier: "front", app: "web" } }, "app=web,tier=front"],
    [{ matchLabels: { app: "" } }, "app="],
    [
      {
        matchLabels: { m: "1" },
        matchExpressions: [
          { key: "z", operator: "Exists" },
          { key: "a", operator: "DoesNotExist" },
          { key: "n", operator: "NotIn", values: ["y", "x"] },
          { key: "i", operator: "In", values: ["10", "9", "B", "a"] },
          { key: "m", operator: "In", values: ["1"] },
        ],
      },
      "!a,i in (10,9,B,a),m=1,m in (1),n notin (x,y),z",
    ],
    [{ matchLabels: { "a b": "" } }, "<error>"],
    [{ matchExpressions: [{ key: "k", operator: "In" }] }, "<error>"],
  ])("%j is %s", (selector, text) => {
    expect(formatLabelSelector(selector)).toBe(text);
  });
});
