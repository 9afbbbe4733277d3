// Threshold expressions, "p(95) by (cause) < 600": their grammar and what is wrong with those that do not fit it.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { parseDuration } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { MetricKind } from "./metric.js";

export type Aggregation = "min" | "max" | "avg" | "last" | "sum" | "count" | "rate";
export type Operator = "<" | "<=" | ">" | ">=" | "==" | "!=";

export interface Expression {
  readonly aggregation: Aggregation | { readonly percentile: number };
  /** Labels by which series are judged apart. */
  readonly by: readonly string[];
  readonly operator: Operator;
  readonly value: number;
  /** As it was written, with single spaces. */
  readonly text: string;
}

export interface ExpressionRefusal {
  readonly reason: string;
  readonly fix: string;
  /** The piece of the text that is wrong. */
  readonly part: string;
}

const AGGREGATIONS: readonly Aggregation[] = ["min", "max", "avg", "last", "sum", "count", "rate"];

const SUPPORTED: Readonly<Record<MetricKind, readonly string[]>> = {
  gauge: ["min", "max", "avg", "last", "p(N)"],
  counter: ["sum", "max", "last", "rate"],
  distribution: ["min", "max", "avg", "sum", "count", "last", "p(N)"],
};

/** What can be asked of a metric of this kind. */
export const supportedAggregations = (kind: MetricKind): readonly string[] => SUPPORTED[kind];

/** "p(95)" */
export const aggregationText = ({ aggregation }: Expression): string =>
  typeof aggregation === "string" ? aggregation : `p(${String(aggregation.percentile)})`;

export const isSupported = (expression: Expression, kind: MetricKind): boolean => {
  const { aggregation } = expression;
  return SUPPORTED[kind].includes(typeof aggregation === "string" ? aggregation : "p(N)");
};

const SHAPE = /^([a-z]+|p\(\s*[^)]*\))\s*(?:by\s*\(([^)]*)\))?\s*(<=|>=|==|!=|<|>|=)\s*(\S+)$/;

const malformed = (text: string): Either<ExpressionRefusal, never> =>
  left({
    reason: `"${text}" is not an expression`,
    fix: "write an aggregation, an operator and a number: min >= 0.8, p(95) < 600, max by (pod) < 3",
    part: text,
  });

const aggregationOf = (word: string): Either<ExpressionRefusal, Expression["aggregation"]> => {
  const known = AGGREGATIONS.find((each) => each === word);
  if (known !== undefined) return right(known);
  const inner = /^p\(\s*([\d.]+)\s*\)$/.exec(word)?.[1];
  const percentile = Number(inner);
  if (inner !== undefined && percentile > 0 && percentile <= 100) return right({ percentile });
  return word.startsWith("p(")
    ? left({ reason: `${word} is no percentile`, fix: "write p(N) with 0 < N <= 100, as in p(95)", part: word })
    : left({ reason: `unknown aggregation "${word}"`, fix: `known: ${AGGREGATIONS.join(", ")}, p(N)`, part: word });
};

/** A number, or a length of time where the metric is in seconds. */
const valueOf = (written: string, unit: string): number | null => {
  if (/^[-+]?(\d+(\.\d+)?|\.\d+)(e[-+]?\d+)?$/i.test(written)) return Number(written);
  const time = unit === "seconds" ? parseDuration(written) : null;
  return time === null || isLeft(time) ? null : time.right / SECOND;
};

/** Reads an expression about a metric with this unit. */
export const parseExpression = (written: string, unit: string): Either<ExpressionRefusal, Expression> => {
  const text = written.trim().replace(/\s+/g, " ");
  const match = SHAPE.exec(text);
  if (match === null) return malformed(text);
  const [, word = "", by, operator = "", number = ""] = match;
  const aggregation = aggregationOf(word);
  if (isLeft(aggregation)) return aggregation;
  if (operator === "=") return left({ reason: "one = does not compare", fix: "write ==", part: "=" });
  const value = valueOf(number, unit);
  if (value === null) {
    const fix = unit === "seconds" ? "write a number of seconds, or a time such as 10m" : "write a number";
    return left({ reason: `"${number}" is not a number`, fix, part: number });
  }
  const labels = by === undefined ? [] : by.split(",").map((label) => label.trim());
  if (labels.some((label) => !/^[a-zA-Z_]\w*$/.test(label))) {
    return left({
      reason: `by (${by ?? ""}) names no label`,
      fix: "write by (label), as in by (pod)",
      part: `by (${by ?? ""})`,
    });
  }
  return right({ aggregation: aggregation.right, by: labels, operator: operator as Operator, value, text });
};

/** Whether a value meets the expression. */
export const holds = ({ operator, value: limit }: Expression, value: number): boolean => {
  switch (operator) {
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
    case "==":
      return value === limit;
    case "!=":
      return value !== limit;
  }
};

const BOUNDED_BELOW: readonly Operator[] = [">", ">="];
const BOUNDED_ABOVE: readonly Operator[] = ["<", "<="];

/** Whether the expression, once it does not hold of what was measured so far, cannot hold of it again. */
export const isFinal = ({ aggregation, operator }: Expression, kind: MetricKind): boolean => {
  if (aggregation === "min") return BOUNDED_BELOW.includes(operator);
  if (aggregation === "max") return BOUNDED_ABOVE.includes(operator);
  const onlyGrows =
    kind === "counter"
      ? aggregation === "sum" || aggregation === "last"
      : kind === "distribution" && (aggregation === "sum" || aggregation === "count");
  return onlyGrows && BOUNDED_ABOVE.includes(operator);
};

/** Greater = further from what is wanted. */
export const badness = ({ operator, value: limit }: Expression, value: number): number => {
  switch (operator) {
    case "<":
    case "<=":
      return value - limit;
    case ">":
    case ">=":
      return limit - value;
    case "==":
      return Math.abs(value - limit);
    case "!=":
      return value === limit ? 1 : 0;
  }
};
