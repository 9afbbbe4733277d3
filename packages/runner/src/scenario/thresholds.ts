// Thresholds of a scenario: names and expressions are checked before the run, so that no typo can pass for a success.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Duration } from "@podsim/core";
import { closest } from "../input/closest.js";
import type { Path } from "../input/located.js";
import { METRIC_BY_NAME, METRICS } from "../metrics/index.js";
import {
  aggregationText,
  isFinal,
  isSupported,
  parseExpression,
  supportedAggregations,
} from "../run/measure/expression.js";
import type { MetricDefinition } from "../run/measure/metric.js";
import { parseSelector } from "../run/measure/selector.js";
import type { MetricSelector } from "../run/measure/selector.js";
import type { ThresholdSpec } from "../run/prepared.js";
import { readLevel } from "../waiting/metric-trigger.js";
import { labelIssue } from "./metric-labels.js";
import type { KnownNames } from "./metric-labels.js";
import { forms, mapped } from "./schema/collections.js";
import { isMapping, notAMapping, optional, record, required, withDefault } from "./schema/record.js";
import { decodeAt } from "./schema/schema.js";
import type { Issue, Schema } from "./schema/schema.js";
import { flag, oneOf, text } from "./schema/scalars.js";
import { firstFew } from "./schema/shown.js";
import { duration } from "./schema/times.js";

interface ThresholdDraft {
  readonly expr: string;
  readonly name: string | null;
  readonly window: { readonly from: Duration; readonly to: Duration | null } | null;
  readonly severity: "fail" | "warn";
  readonly onNoData: "fail" | "pass";
  readonly abort: boolean;
}

const draftMapping = record<ThresholdDraft>("threshold", {
  expr: required(text, "min >= 0.8"),
  name: optional(text),
  window: optional(
    record<NonNullable<ThresholdDraft["window"]>>("window", { from: withDefault(duration, 0), to: optional(duration) }),
  ),
  severity: withDefault(oneOf<"fail" | "warn">(["fail", "warn"]), "fail"),
  onNoData: withDefault(oneOf<"fail" | "pass">(["fail", "pass"]), "fail"),
  abort: withDefault(flag, false),
});

const plainDraft = mapped(text, (expr): ThresholdDraft => ({
  expr,
  name: null,
  window: null,
  severity: "fail",
  onNoData: "fail",
  abort: false,
}));

/** One threshold as it is written. */
export const thresholdShape: Schema<ThresholdDraft> = forms<ThresholdDraft>(
  "a threshold",
  (value) => (isMapping(value) ? draftMapping : plainDraft),
  "write last == 0, or { expr: last == 0, window: { from: 15m } }",
);

export interface ReadThresholds {
  readonly specs: readonly ThresholdSpec[];
  readonly issues: readonly Issue[];
}

const unknownMetric = (selector: MetricSelector, path: Path, why: string): Issue => {
  const meant = closest(selector.name, METRIC_BY_NAME.keys());
  return {
    code: "E105",
    message: `unknown metric "${selector.name}"`,
    why,
    fix: `${
      meant === null
        ? `known: ${firstFew(
            METRICS.map(({ name }) => name),
            20,
          )}`
        : `did you mean "${meant}"?`
    }   (podsim list metrics)`,
    path,
    part: "key",
    token: selector.name,
  };
};

const notApplicable = (metric: MetricDefinition, asked: string, path: Path): Issue => {
  const supported = supportedAggregations(metric.kind);
  const labels = Object.keys(metric.labels);
  const label = labels.includes("pod") ? "pod" : labels.at(-1);
  const perLabel = metric.kind === "counter" && label !== undefined ? `.   per ${label}: max by (${label}) < 3` : "";
  return {
    code: "E106",
    message: `${asked} does not apply to a ${metric.kind}`,
    why: asked.startsWith("p(")
      ? `${metric.name} is a ${metric.kind}; percentiles need a distribution`
      : `${metric.name} is a ${metric.kind}`,
    fix: `supported here: ${supported.join(", ")}${perLabel}`,
    path,
    token: asked,
  };
};

const expressionIssues = (metric: MetricDefinition, expr: string, path: Path): readonly Issue[] => {
  const parsed = parseExpression(expr, metric.unit);
  if (isLeft(parsed)) {
    const { reason, fix, part } = parsed.left;
    return [
      {
        code: "E104",
        message: reason,
        why: "an expression is an aggregation, an operator and a number",
        fix,
        path,
        token: part,
      },
    ];
  }
  if (!isSupported(parsed.right, metric.kind)) return [notApplicable(metric, aggregationText(parsed.right), path)];
  const unknown = parsed.right.by.find((label) => !Object.hasOwn(metric.labels, label));
  if (unknown === undefined) return [];
  const why = `its labels are: ${Object.keys(metric.labels).join(", ") || "none"}`;
  return [
    {
      code: "E106",
      message: `${metric.name} has no label "${unknown}"`,
      why,
      fix: "group by one of its labels",
      path,
      token: unknown,
    },
  ];
};

/** A seed may be stopped only where the threshold is lost for good, so that the verdict is known. */
const abortIssues = (metric: MetricDefinition, { expr, severity }: ThresholdDraft, path: Path): readonly Issue[] => {
  const parsed = parseExpression(expr, metric.unit);
  if (isLeft(parsed) || !isSupported(parsed.right, metric.kind)) return [];
  if (severity === "warn") {
    const why = "a seed that breaks it passes all the same, so the rest of it is wanted";
    return [{ code: "E108", message: "a warning stops no seed", why, fix: "remove abort, or severity: warn", path }];
  }
  if (isFinal(parsed.right, metric.kind)) return [];
  return [
    {
      code: "E108",
      message: `"${parsed.right.text}" may come to hold again later`,
      why: "a seed is stopped where its verdict is known: when a min falls too low, or a max, sum or count is exceeded",
      fix: "remove abort",
      path,
    },
  ];
};

/** What is wrong with the metric of a text such as sim_pending_pods > 10, which stands at `path`. */
export const levelIssues = (written: string, known: KnownNames | null, path: Path): readonly Issue[] => {
  const level = readLevel(written);
  if (isLeft(level)) return [];
  const { selector, metric, expression } = level.right;
  const asValue = (issue: Issue): Issue => ({ ...issue, part: "value" });
  if (metric === null)
    return [
      asValue(
        unknownMetric(selector, path, "an entry that waits for a metric that never exists would never take place"),
      ),
    ];
  const labels = Object.entries(selector.labels).flatMap((pair) => labelIssue(metric, pair, known, path) ?? []);
  return [...labels.map(asValue), ...(expression.by.length > 0 ? [notApplicable(metric, "by", path)] : [])];
};

interface Entry {
  readonly value: unknown;
  readonly path: Path;
}

const entriesOf = (value: unknown, path: Path): readonly Entry[] =>
  Array.isArray(value) ? value.map((each: unknown, ix) => ({ value: each, path: [...path, ix] })) : [{ value, path }];

class Reading {
  readonly specs: ThresholdSpec[] = [];
  readonly issues: Issue[] = [];

  constructor(
    private readonly known: KnownNames | null,
    private readonly stopUs: Duration,
  ) {}

  metric(key: string, value: unknown, path: Path): void {
    const selector = parseSelector(key);
    if (isLeft(selector)) {
      const why =
        'a threshold is on a metric, with labels in braces where it has several series: metric{label="value"}';
      const fix = "write metric, or 'metric{label=\"value\"}' in quotes";
      this.issues.push({
        code: "E104",
        message: selector.left.reason,
        why,
        fix,
        path,
        part: "key",
        token: selector.left.part,
      });
      return;
    }
    const metric = METRIC_BY_NAME.get(selector.right.name);
    if (metric === undefined) {
      this.issues.push(
        unknownMetric(
          selector.right,
          path,
          "a threshold on a metric that never exists would pass without testing anything",
        ),
      );
      return;
    }
    for (const pair of Object.entries(selector.right.labels)) {
      const issue = labelIssue(metric, pair, this.known, path);
      if (issue !== null) this.issues.push(issue);
    }
    for (const entry of entriesOf(value, path)) this.#entry(key, metric, entry);
  }

  #entry(key: string, metric: MetricDefinition, { value, path }: Entry): void {
    const read = decodeAt(thresholdShape, value, path);
    if (isLeft(read)) {
      this.issues.push(...read.left);
      return;
    }
    const { expr, name, window, severity, onNoData, abort } = read.right;
    this.issues.push(...expressionIssues(metric, expr, isMapping(value) ? [...path, "expr"] : path));
    if (abort) this.issues.push(...abortIssues(metric, read.right, [...path, "abort"]));
    const toUs = window?.to ?? this.stopUs;
    if (window !== null && window.from > Math.min(toUs, this.stopUs)) {
      const why = "the run has stopped, or the window has ended, before it begins";
      this.issues.push({
        code: "E108",
        message: "this window is empty",
        why,
        fix: "let from be before to and before stop.after",
        path: [...path, "window", "from"],
      });
    }
    this.specs.push({
      metric: key.trim(),
      expression: expr.trim().replace(/\s+/g, " "),
      name,
      severity,
      onNoData,
      window: window === null ? null : { fromUs: window.from, toUs },
      ...(abort ? { abort } : {}),
    });
  }
}

/** Reads spec.thresholds, which stands at `base`; known null = which objects there are is not known. */
export const readThresholds = (
  raw: unknown,
  base: Path,
  known: KnownNames | null,
  stopUs: Duration,
): ReadThresholds => {
  const reading = new Reading(known, stopUs);
  if (raw !== undefined && raw !== null && !isMapping(raw)) {
    reading.issues.push({ ...notAMapping("thresholds by metric", raw), path: base });
  }
  for (const [key, value] of Object.entries(isMapping(raw) ? raw : {})) reading.metric(key, value, [...base, key]);
  return reading;
};
