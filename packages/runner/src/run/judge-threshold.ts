// One threshold held against what was measured in one seed.
import { isRight } from "fp-ts/lib/Either.js";
import { invariant } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { METRIC_BY_NAME } from "../metrics/index.js";
import { aggregate } from "./measure/aggregate.js";
import type { Measured } from "./measure/collect.js";
import { holds, parseExpression } from "./measure/expression.js";
import type { Expression } from "./measure/expression.js";
import type { MetricDefinition } from "./measure/metric.js";
import { isSelected, parseSelector } from "./measure/selector.js";
import type { MetricSelector } from "./measure/selector.js";
import type { ThresholdSpec } from "./prepared.js";

export interface ThresholdResult {
  readonly isMet: boolean;
  /** null = nothing was measured. */
  readonly value: number | null;
  /** From when on it was not as wanted; null where it was, or where no moment can be named. */
  readonly firstBreachUs: SimTime | null;
  /** Labels of the series, or group of series, that the value is of. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface ReadThreshold {
  readonly metric: MetricDefinition;
  readonly selector: MetricSelector;
  readonly expression: Expression;
}

/** A threshold taken apart; it was checked when it was read. */
export const readThreshold = (spec: ThresholdSpec): ReadThreshold => {
  const selector = parseSelector(spec.metric);
  invariant(isRight(selector), () => `no metric: ${spec.metric}`);
  const metric = METRIC_BY_NAME.get(selector.right.name);
  invariant(metric !== undefined, () => `no metric: ${spec.metric}`);
  const expression = parseExpression(spec.expression, metric.unit);
  invariant(isRight(expression), () => `no expression: ${spec.expression}`);
  return { metric, selector: selector.right, expression: expression.right };
};

/**
 * Judges a threshold over a run that ended at `endUs`. A run that ended before its horizon stayed as it was: a window that
 * begins later sees that. One that begins beyond the horizon has no data.
 */
export const judgeThreshold = (
  spec: ThresholdSpec,
  measured: Measured,
  endUs: SimTime,
  horizonUs: SimTime,
): ThresholdResult => {
  const { metric, selector, expression } = readThreshold(spec);
  if (spec.window !== null && spec.window.fromUs > horizonUs) {
    return { isMet: spec.onNoData === "pass", value: null, firstBreachUs: null, labels: {} };
  }
  const series = (measured.get(metric.name) ?? []).filter((each) => isSelected(selector, each));
  const toUs = Math.min(spec.window?.toUs ?? endUs, endUs);
  const window = { fromUs: Math.min(spec.window?.fromUs ?? 0, toUs), toUs };
  const found = aggregate(metric.kind, series, expression, window);
  const value = found.value ?? (series.length === 0 ? (metric.whenAbsent ?? null) : null);
  if (value === null) return { isMet: spec.onNoData === "pass", value, firstBreachUs: null, labels: {} };
  return { isMet: holds(expression, value), value, firstBreachUs: found.firstBreachUs, labels: found.group };
};
