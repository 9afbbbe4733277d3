// Label selectors of objects, compiled once to a test over labels.
import { isRight, left, right, type Either } from "fp-ts/lib/Either.js";
import type { Labels, LabelSelector, LabelSelectorRequirement } from "./meta.js";
import { labelValue, qualifiedName } from "./names.js";
import {
  invalidValue,
  matchAll,
  matchNothing,
  requirementErrors,
  requirementTest,
  type LabelTest,
  type SelectorError,
} from "./requirement.js";

const LABEL_OPERATORS: ReadonlySet<string> = new Set<LabelSelectorRequirement["operator"]>([
  "In",
  "NotIn",
  "Exists",
  "DoesNotExist",
]);

const matchLabelsErrors = (labels: Labels): SelectorError[] =>
  Object.entries(labels).flatMap(([key, value]) =>
    [
      ...qualifiedName(key).map((error) => invalidValue(key, error)),
      ...labelValue(value).map((error) => invalidValue(value, error)),
    ].map((reason) => ({ path: "matchLabels", reason })),
  );

const expressionErrors = (expression: LabelSelectorRequirement, i: number): readonly SelectorError[] => {
  const path = `matchExpressions[${i}]`;
  const { operator } = expression;
  if (LABEL_OPERATORS.has(operator)) return requirementErrors(expression, path);
  return [{ path: `${path}.operator`, reason: `${JSON.stringify(operator)} is not a valid label selector operator` }];
};

/** Equality with every label of a map, which is not checked: a Service's selector, a pod's nodeSelector. {} = everything. */
export const compileLabelMap = (labels: Labels): LabelTest =>
  matchAll(Object.entries(labels).map(([key, value]) => requirementTest({ key, operator: "In", values: [value] })));

/**
 * The test of a selector: undefined selects nothing, {} everything, otherwise matchLabels and matchExpressions both
 * must agree. Left: everything that is wrong with it.
 */
export const compileLabelSelector = (
  selector: LabelSelector | undefined,
): Either<readonly SelectorError[], LabelTest> => {
  if (selector === undefined) return right(matchNothing);
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const errors = [...matchLabelsErrors(matchLabels), ...matchExpressions.flatMap(expressionErrors)];
  if (errors.length > 0) return left(errors);
  const labelTests = Object.keys(matchLabels).length === 0 ? [] : [compileLabelMap(matchLabels)];
  return right(matchAll([...labelTests, ...matchExpressions.map(requirementTest)]));
};

/** Labels, each of which everything that is selected has. */
export type RequiredLabels = readonly (readonly [key: string, value: string])[];

/** What a selector requires for certain; it may ask for more, and one that selects nothing requires anything. */
export const requiredLabels = (selector: LabelSelector | undefined): RequiredLabels => {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const only = matchExpressions.flatMap(({ key, operator, values = [] }): RequiredLabels => {
    const [value] = values;
    return operator === "In" && values.length === 1 && value !== undefined ? [[key, value]] : [];
  });
  return [...Object.entries(matchLabels), ...only];
};

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const expressionText = ({ key, operator, values = [] }: LabelSelectorRequirement): string => {
  switch (operator) {
    case "In":
      return `${key} in (${values.toSorted(byCodeUnits).join(",")})`;
    case "NotIn":
      return `${key} notin (${values.toSorted(byCodeUnits).join(",")})`;
    case "Exists":
      return key;
    case "DoesNotExist":
      return `!${key}`;
  }
};

/** kubectl's SELECTOR column: "app=web,tier in (a,b)", in order of keys; "<none>" for no and for an empty selector. */
export const formatLabelSelector = (selector: LabelSelector | undefined): string => {
  if (!isRight(compileLabelSelector(selector))) return "<error>";
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` })),
    ...matchExpressions.map((expression) => ({ key: expression.key, text: expressionText(expression) })),
  ];
  if (parts.length === 0) return "<none>";
  return parts
    .toSorted((a, b) => byCodeUnits(a.key, b.key))
    .map(({ text }) => text)
    .join(",");
};
