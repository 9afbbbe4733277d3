// Metric selectors, sim_available_ratio{deployment="checkout"}: a name and the labels a series must have.
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Series, SeriesLabels } from "./series.js";

export interface MetricSelector {
  readonly name: string;
  readonly labels: SeriesLabels;
}

export interface SelectorRefusal {
  readonly reason: string;
  readonly part: string;
}

const PAIR = /^\s*([a-zA-Z_]\w*)\s*=\s*("([^"]*)"|'([^']*)')\s*$/;

/** Reads a selector; spaces around its parts do not matter. */
export const parseSelector = (written: string): Either<SelectorRefusal, MetricSelector> => {
  const match = /^\s*([a-zA-Z_:][\w:]*)\s*(?:\{(.*)\})?\s*$/.exec(written);
  if (match === null) return left({ reason: `"${written}" names no metric`, part: written });
  const [, name = "", inside = ""] = match;
  const labels: Record<string, string> = {};
  for (const pair of inside.split(",")) {
    if (pair.trim() === "") continue;
    const [, label, , double, single] = PAIR.exec(pair) ?? [];
    if (label === undefined) return left({ reason: `"${pair.trim()}" is not label="value"`, part: pair.trim() });
    labels[label] = double ?? single ?? "";
  }
  return right({ name, labels });
};

export const isSelected = ({ labels }: MetricSelector, series: Series): boolean =>
  Object.entries(labels).every(([label, value]) => series.labels[label] === value);
