// Selection of nodes: nodeSelector and the terms of node affinity, compiled once to a test over a node's labels and name.
import { isRight, left, right, type Either } from "fp-ts/lib/Either.js";
import type { Labels, NodeSelectorRequirement, NodeSelectorTerm } from "./meta.js";
import {
  childPath,
  invalidValue,
  matchAll,
  requirementErrors,
  requirementTest,
  unsupportedValue,
  type SelectorError,
} from "./requirement.js";
import { compileLabelMap } from "./selectors.js";

/** Whether a node is selected, by its labels and its name. */
export type NodeTest = (labels: Labels, name: string) => boolean;

const NODE_OPERATORS: readonly string[] = [
  "In",
  "NotIn",
  "Exists",
  "DoesNotExist",
  "Gt",
  "Lt",
] satisfies NodeSelectorRequirement["operator"][];
const FIELD_OPERATORS: readonly string[] = ["In", "NotIn"] satisfies NodeSelectorRequirement["operator"][];

const expressionErrors = (expression: NodeSelectorRequirement, path: string): readonly SelectorError[] =>
  NODE_OPERATORS.includes(expression.operator)
    ? requirementErrors(expression, path)
    : [{ path: childPath(path, "operator"), reason: unsupportedValue(expression.operator, NODE_OPERATORS) }];

const fieldErrors = ({ operator, values = [] }: NodeSelectorRequirement, path: string): SelectorError[] => {
  if (!FIELD_OPERATORS.includes(operator)) {
    return [{ path: childPath(path, "operator"), reason: unsupportedValue(operator, FIELD_OPERATORS) }];
  }
  if (values.length === 1) return [];
  const shown = values.length === 0 ? null : values;
  return [{ path: childPath(path, "values"), reason: invalidValue(shown, "must have one element") }];
};

/** A field other than metadata.name reads as empty. */
const fieldTest = ({ key, operator, values = [] }: NodeSelectorRequirement): ((name: string) => boolean) => {
  const [value] = values;
  const isEqual = key === "metadata.name" ? (name: string) => name === value : () => value === "";
  return operator === "In" ? isEqual : (name) => !isEqual(name);
};

/**
 * The test of one term: all its expressions and all its fields. A term without any selects nothing. Left: everything
 * that is wrong with it, places given below `path`.
 */
export const compileNodeSelectorTerm = (
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  path = "",
): Either<readonly SelectorError[], NodeTest> => {
  if (matchExpressions.length + matchFields.length === 0) return right(() => false);
  const errors = [
    ...matchExpressions.flatMap((each, i) => expressionErrors(each, `${childPath(path, "matchExpressions")}[${i}]`)),
    ...matchFields.flatMap((each, i) => fieldErrors(each, `${childPath(path, "matchFields")}[${i}]`)),
  ];
  if (errors.length > 0) return left(errors);
  const labelsMatch = matchAll(matchExpressions.map(requirementTest));
  if (matchFields.length === 0) return right(labelsMatch);
  const fieldTests = matchFields.map(fieldTest);
  return right((labels, name) => labelsMatch(labels) && fieldTests.every((test) => test(name)));
};

export interface CompiledNodeSelector {
  /** True where one of the terms that can be used agrees. */
  readonly test: NodeTest;
  /** What is wrong with the others, which select nothing. */
  readonly errors: readonly SelectorError[];
}

/** The test of a node selector: any of its terms. No terms select nothing. */
export const compileNodeSelector = (terms: readonly NodeSelectorTerm[]): CompiledNodeSelector => {
  const compiled = terms.map((term, i) => compileNodeSelectorTerm(term, `nodeSelectorTerms[${i}]`));
  const errors = compiled.flatMap((each) => (isRight(each) ? [] : each.left));
  const tests = compiled.flatMap((each) => (isRight(each) ? [each.right] : []));
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return { test: only, errors };
  return { test: (labels, name) => tests.some((test) => test(labels, name)), errors };
};

/**
 * The nodes a pod may go to by its own word: those with every label of nodeSelector that the required terms of its node
 * affinity select as well. Terms that cannot be used select nothing, as in kube-scheduler.
 */
export const compileRequiredNodes = (
  nodeSelector: Labels | undefined,
  requiredTerms: readonly NodeSelectorTerm[] | undefined,
): NodeTest => {
  const labelsMatch = compileLabelMap(nodeSelector ?? {});
  if (requiredTerms === undefined) return labelsMatch;
  const { test } = compileNodeSelector(requiredTerms);
  return (labels, name) => labelsMatch(labels) && test(labels, name);
};
