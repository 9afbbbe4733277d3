import { describe, expect, test } from "vitest";
import type { Labels, NodeSelectorRequirement } from "./meta.js";
import {
  matchAll,
  matchEverything,
  matchNothing,
  requirementErrors,
  requirementTest,
  selectorErrorText,
  type LabelTest,
} from "./requirement.js";

type Operator = NodeSelectorRequirement["operator"];

const NAME_WORDS =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_WORDS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** A map as a JSON reader makes it: with own keys only, whatever their names. */
const labelsOf = (json: string): Labels => JSON.parse(json) as Labels;

describe("requirementTest", () => {
  test.each<[Operator, readonly string[], Labels, boolean]>([
    ["In", ["x"], { k: "x" }, true],
    ["In", ["x"], { k: "y" }, false],
    ["In", ["x"], {}, false],
    ["In", ["x", "y"], { k: "y" }, true],
    ["In", ["x", "y"], { k: "z" }, false],
    ["In", ["x", "y"], { j: "x" }, false],
    ["In", [""], { k: "" }, true],
    ["In", [""], {}, false],
    ["NotIn", ["x"], { k: "x" }, false],
    ["NotIn", ["x"], { k: "y" }, true],
    ["NotIn", ["x"], {}, true],
    ["NotIn", ["x", "y"], { k: "y" }, false],
    ["NotIn", ["x", "y"], { k: "z" }, true],
    ["NotIn", ["x", "y"], {}, true],
    ["NotIn", [""], { k: "" }, false],
    ["NotIn", [""], {}, true],
    ["Exists", [], { k: "" }, true],
    ["Exists", [], { j: "k" }, false],
    ["DoesNotExist", [], { k: "" }, false],
    ["DoesNotExist", [], { j: "k" }, true],
  ])("scheduler 7.6: k %s %j of %j is %j", (operator, values, labels, expected) => {
    expect(requirementTest({ key: "k", operator, values })(labels)).toBe(expected);
  });

  test.each<[Operator, string, string, boolean]>([
    ["Gt", "5", "6", true],
    ["Gt", "5", "5", false],
    ["Gt", "5", "4", false],
    ["Lt", "5", "4", true],
    ["Lt", "5", "5", false],
    ["Lt", "5", "6", false],
    // Numbers, not texts.
    ["Gt", "9", "10", true],
    ["Gt", "010", "9", false],
    ["Gt", "5", "+6", true],
    ["Lt", "0", "-1", true],
    ["Lt", "1", "-0", true],
    // The whole of int64, exactly.
    ["Gt", "9223372036854775806", "9223372036854775807", true],
    ["Gt", "9007199254740992", "9007199254740993", true],
    ["Lt", "5", "-9223372036854775808", true],
    ["Gt", "5", "+9223372036854775807", true],
    ["Gt", "5", "000000000000000000006", true],
    // Not an int64: no match either way.
    ["Gt", "5", "9223372036854775808", false],
    ["Lt", "5", "-9223372036854775809", false],
    ["Gt", "5", "", false],
    ["Lt", "5", "", false],
    ["Gt", "5", "6.5", false],
    ["Gt", "5", "1e3", false],
    ["Gt", "5", "0x10", false],
    ["Gt", "5", "1_000", false],
    ["Gt", "5", " 6", false],
    ["Gt", "5", "six", false],
    ["Gt", "5", "--6", false],
    ["Gt", "five", "6", false],
    ["Lt", "five", "4", false],
  ])("scheduler 7.6: k %s %s with the value %j is %j", (operator, bound, value, expected) => {
    expect(requirementTest({ key: "k", operator, values: [bound] })({ k: value })).toBe(expected);
  });

  test.each<Operator>(["Gt", "Lt"])("scheduler 7.6: %s needs the label", (operator) => {
    expect(requirementTest({ key: "k", operator, values: ["0"] })({})).toBe(false);
  });

  test.each(["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"])(
    "%s is a key like any other",
    (key) => {
      const tests = (["In", "NotIn", "Exists", "DoesNotExist", "Gt"] as const).map((operator) =>
        requirementTest({ key, operator, values: operator.endsWith("In") ? ["1"] : operator === "Gt" ? ["0"] : [] }),
      );
      const judge = (labels: Labels): boolean[] => tests.map((matches) => matches(labels));
      expect(judge({})).toEqual([false, true, false, true, false]);
      expect(judge(labelsOf(`{"${key}":"1"}`))).toEqual([true, false, true, false, true]);
      expect(judge(labelsOf(`{"${key}":"2"}`))).toEqual([false, true, true, false, true]);
    },
  );
});

describe("requirementErrors", () => {
  test.each<[string, Operator, readonly string[] | undefined]>([
    ["k", "In", ["x"]],
    ["k", "NotIn", ["x", ""]],
    ["example.com/k", "Exists", undefined],
    ["k", "DoesNotExist", []],
    ["k", "Gt", ["5"]],
    ["k", "Lt", ["0005"]],
  ])("%s %s %j can be used", (key, operator, values) => {
    expect(requirementErrors({ key, operator, ...(values === undefined ? {} : { values }) }, "")).toEqual([]);
  });

  test.each<[Operator, readonly string[], string]>([
    ["In", [], "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty"],
    ["NotIn", [], "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty"],
    ["Exists", ["x"], 'values: Invalid value: ["x"]: values set must be empty for exists and does not exist'],
    ["DoesNotExist", ["x"], 'values: Invalid value: ["x"]: values set must be empty for exists and does not exist'],
    ["Gt", [], "values: Invalid value: null: for 'Gt', 'Lt' operators, exactly one value is required"],
    ["Lt", ["1", "2"], "values: Invalid value: [\"1\",\"2\"]: for 'Gt', 'Lt' operators, exactly one value is required"],
    ["Gt", ["x"], "values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"],
    ["Lt", [""], "values[0]: Invalid value: \"\": for 'Gt', 'Lt' operators, the value must be an integer"],
    ["Gt", ["-1"], `values[0][k]: Invalid value: "-1": ${VALUE_WORDS}`],
    [
      "Gt",
      ["9223372036854775808"],
      "values[0]: Invalid value: \"9223372036854775808\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    ["In", ["a", "b c"], `values[1][k]: Invalid value: "b c": ${VALUE_WORDS}`],
  ])("scheduler 7.7: %s %j", (operator, values, text) => {
    expect(selectorErrorText(requirementErrors({ key: "k", operator, values }, ""))).toBe(text);
  });

  test("scheduler 7.7: all that is wrong is said at once: key, number of values, values", () => {
    const errors = requirementErrors({ key: "a b", operator: "Gt", values: ["x", "-"] }, "spec[2]");
    expect(errors).toEqual([
      { path: "spec[2].key", reason: `Invalid value: "a b": ${NAME_WORDS}` },
      {
        path: "spec[2].values",
        reason: "Invalid value: [\"x\",\"-\"]: for 'Gt', 'Lt' operators, exactly one value is required",
      },
      {
        path: "spec[2].values[0]",
        reason: "Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
      },
      {
        path: "spec[2].values[1]",
        reason: "Invalid value: \"-\": for 'Gt', 'Lt' operators, the value must be an integer",
      },
      { path: "spec[2].values[1][a b]", reason: `Invalid value: "-": ${VALUE_WORDS}` },
    ]);
  });
});

describe("selectorErrorText", () => {
  test("one error stands alone, several in brackets, none twice", () => {
    const a = { path: "key", reason: "Invalid value" };
    const b = { path: "values", reason: "Required value" };
    expect(selectorErrorText([a])).toBe("key: Invalid value");
    expect(selectorErrorText([a, a])).toBe("key: Invalid value");
    expect(selectorErrorText([a, b, a])).toBe("[key: Invalid value, values: Required value]");
  });
});

describe("matchAll", () => {
  const has = (key: string): LabelTest => requirementTest({ key, operator: "Exists" });

  test("of no tests is everything, of one is that one", () => {
    const one = has("a");
    expect(matchAll([])).toBe(matchEverything);
    expect(matchAll([one])).toBe(one);
    expect(matchEverything({})).toBe(true);
    expect(matchNothing({ a: "" })).toBe(false);
  });

  test.each([1, 2, 3, 4])("of %i tests needs each of them", (count) => {
    const keys = ["a", "b", "c", "d"].slice(0, count);
    const all = matchAll(keys.map(has));
    const full = Object.fromEntries(keys.map((key) => [key, ""]));
    expect(all(full)).toBe(true);
    for (const missing of keys) {
      expect(all(Object.fromEntries(keys.filter((key) => key !== missing).map((key) => [key, ""])))).toBe(false);
    }
  });
});
