import fc from "fast-check";
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type {
  Labels,
  LabelSelector,
  LabelSelectorRequirement,
  NodeSelectorRequirement,
  NodeSelectorTerm,
} from "./meta.js";
import { compileNodeSelector } from "./node-selectors.js";
import { compileSelectorText } from "./selector-text.js";
import { compileLabelSelector, formatLabelSelector } from "./selectors.js";

// Few keys and values, so that selectors often match; some of them names that every object inherits.
const key = fc.constantFrom("a", "b", "in", "example.com/c", "constructor", "toString", "hasOwnProperty");
const value = fc.constantFrom("", "x", "y", "1", "5", "10", "notin");
const labels = fc.array(fc.tuple(key, value), { maxLength: 5 }).map((pairs): Labels => Object.fromEntries(pairs));

const setExpression = fc.record({
  key,
  operator: fc.constantFrom("In" as const, "NotIn" as const),
  values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
});
const presence = fc.record({ key, operator: fc.constantFrom("Exists" as const, "DoesNotExist" as const) });
const comparison = fc.record({
  key,
  operator: fc.constantFrom("Gt" as const, "Lt" as const),
  values: fc.constantFrom("0", "1", "5", "7").map((bound) => [bound]),
});
const expression = fc.oneof(setExpression, presence);
const selector = fc.record({ matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 3 }) });

/** The rules again, over a Map and as plainly as can be. */
const meets = (all: Labels, { key, operator, values = [] }: NodeSelectorRequirement): boolean => {
  const found = new Map(Object.entries(all)).get(key);
  const [bound] = values;
  switch (operator) {
    case "In":
      return values.some((each) => each === found);
    case "NotIn":
      return !values.some((each) => each === found);
    case "Exists":
      return found !== undefined;
    case "DoesNotExist":
      return found === undefined;
    case "Gt":
      return found !== undefined && /^\d+$/.test(found) && Number(found) > Number(bound);
    case "Lt":
      return found !== undefined && /^\d+$/.test(found) && Number(found) < Number(bound);
  }
};

const isSelected = (all: Labels, { matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.entries(matchLabels).every(([key, each]) => meets(all, { key, operator: "In", values: [each] })) &&
  matchExpressions.every((each) => meets(all, each));

describe("selectors", () => {
  test("scheduler 7.5, 7.6: a compiled selector agrees with the rules", () => {
    fc.assert(
      fc.property(selector, labels, (each, all) => {
        const compiled = compileLabelSelector(each);
        expect(isRight(compiled) && compiled.right(all)).toBe(isSelected(all, each));
      }),
    );
  });

  test("scheduler 7.9: a compiled node selector agrees with the rules", () => {
    const term = fc.record({ matchExpressions: fc.array(fc.oneof(expression, comparison), { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(term, { maxLength: 3 }), labels, (terms: NodeSelectorTerm[], all) => {
        const expected = terms.some(({ matchExpressions = [] }) => {
          return matchExpressions.length > 0 && matchExpressions.every((each) => meets(all, each));
        });
        expect(compileNodeSelector(terms).test(all, "n1")).toBe(expected);
      }),
    );
  });

  test("the text of a selector selects what the selector does", () => {
    fc.assert(
      fc.property(selector, labels, (each, all) => {
        const text = formatLabelSelector(each);
        const compiled = compileSelectorText(text === "<none>" ? "" : text);
        expect(isRight(compiled) && compiled.right(all)).toBe(isSelected(all, each));
      }),
    );
  });

  test("one more requirement never selects more", () => {
    fc.assert(
      fc.property(selector, expression, labels, (each, extra: LabelSelectorRequirement, all) => {
        const wide = compileLabelSelector(each);
        const narrow = compileLabelSelector({ ...each, matchExpressions: [...each.matchExpressions, extra] });
        if (isLeft(wide) || isLeft(narrow)) throw new Error("both are well formed");
        expect(narrow.right(all) && !wide.right(all)).toBe(false);
      }),
    );
  });

  test("no text makes the reader throw, and a refusal says something", () => {
    const piece = fc.constantFrom(
      "a",
      "b",
      "in",
      "notin",
      "=",
      "==",
      "!=",
      "!",
      "(",
      ")",
      ",",
      ">",
      "<",
      " ",
      "1",
      "-",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join("")),
        ),
        (text) => {
          const compiled = compileSelectorText(text);
          if (isLeft(compiled)) expect(compiled.left).toMatch(/expected: |Invalid value: /);
          else expect(typeof compiled.right({})).toBe("boolean");
        },
      ),
      { numRuns: 300 },
    );
  });
});
