// From series to the one number a threshold is about, and to the moment from which it was not met.
import type { SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { badness, holds } from "./expression.js";
import type { Expression } from "./expression.js";
import type { MetricKind } from "./metric.js";
import type { Series } from "./series.js";

/** Both ends belong to it. */
export interface Window {
  readonly fromUs: SimTime;
  readonly toUs: SimTime;
}

export interface Aggregated {
  /** null = nothing was measured. */
  readonly value: number | null;
  /** From when on the series was not as wanted; null where it was, or where no moment can be named. */
  readonly firstBreachUs: SimTime | null;
  /** The group of series that is furthest from what is wanted: its labels. */
  readonly group: Readonly<Record<string, string>>;
}

interface Segment {
  readonly fromUs: SimTime;
  readonly toUs: SimTime;
  readonly value: number;
}

/** A gauge within the window, as stretches of one value each; the last may have no length. */
const segmentsOf = ({ times, values }: Series, { fromUs, toUs }: Window): readonly Segment[] => {
  const segments: Segment[] = [];
  for (let ix = 0; ix < times.length; ix += 1) {
    const start = Math.max(times[ix] ?? 0, fromUs);
    const end = Math.min(times[ix + 1] ?? Infinity, toUs);
    const value = values[ix] ?? NaN;
    const isLast = ix + 1 === times.length || (times[ix + 1] ?? 0) > toUs;
    if (Number.isNaN(value) || start > toUs || (end <= start && !(isLast && end === start))) continue;
    segments.push({ fromUs: start, toUs: end, value });
  }
  return segments;
};

/** The smallest value that at least `percentile` per cent of the weight does not exceed. */
const weightedPercentile = (
  items: readonly (readonly [value: number, weight: number])[],
  percentile: number,
): number => {
  const sorted = [...items].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let seen = 0;
  for (const [value, weight] of sorted) {
    seen += weight;
    if (seen >= (percentile / 100) * total) return value;
  }
  return sorted.at(-1)?.[0] ?? NaN;
};

const lengthOf = ({ fromUs, toUs }: Segment): number => toUs - fromUs;

const gaugeValue = (segments: readonly Segment[], { aggregation }: Expression): number => {
  const values = segments.map(({ value }) => value);
  const last = values.at(-1) ?? NaN;
  const totalUs = segments.reduce((sum, segment) => sum + lengthOf(segment), 0);
  if (typeof aggregation !== "string") {
    const weighted = segments.map((segment) => [segment.value, lengthOf(segment)] as const);
    return totalUs === 0 ? last : weightedPercentile(weighted, aggregation.percentile);
  }
  switch (aggregation) {
    case "min":
      return values.reduce((a, b) => Math.min(a, b), Infinity);
    case "max":
      return values.reduce((a, b) => Math.max(a, b), -Infinity);
    case "avg":
      return totalUs === 0 ? last : segments.reduce((sum, each) => sum + each.value * lengthOf(each), 0) / totalUs;
    case "last":
    case "sum":
    case "count":
    case "rate":
      return last;
  }
};

/** Of `last`, the start of the final stretch that is not as wanted; otherwise of the first one. */
const gaugeBreach = (segments: readonly Segment[], expression: Expression): SimTime | null => {
  const isBad = ({ value }: Segment): boolean => !holds(expression, value);
  if (expression.aggregation !== "last") return segments.find(isBad)?.fromUs ?? null;
  const lastGood = segments.findLastIndex((segment) => !isBad(segment));
  return segments[lastGood + 1]?.fromUs ?? null;
};

const aggregateGauge = (series: Series, expression: Expression, window: Window): Aggregated => {
  const segments = segmentsOf(series, window);
  if (segments.length === 0) return { value: null, firstBreachUs: null, group: series.labels };
  const value = gaugeValue(segments, expression);
  const firstBreachUs = holds(expression, value) ? null : gaugeBreach(segments, expression);
  return { value, firstBreachUs, group: series.labels };
};

type Sample = readonly [at: SimTime, value: number];

const samplesOf = ({ times, values }: Series, { fromUs, toUs }: Window): readonly Sample[] =>
  times.flatMap((at, ix): readonly Sample[] => (at < fromUs || at > toUs ? [] : [[at, values[ix] ?? 0]]));

const total = (samples: readonly Sample[]): number => samples.reduce((sum, [, value]) => sum + value, 0);

/** When the running total was first not as wanted. */
const counterBreach = (samples: readonly Sample[], expression: Expression): SimTime | null => {
  let sum = 0;
  for (const [at, value] of [...samples].sort(([a], [b]) => a - b)) {
    sum += value;
    if (!holds(expression, sum)) return at;
  }
  return null;
};

type Group = Aggregated["group"];

const aggregateCounter = (all: readonly Series[], expression: Expression, window: Window, group: Group): Aggregated => {
  const inWindow = all.map((series) => samplesOf(series, window));
  // last is what the counter stands at, whenever it was counted.
  const sinceStart = all.map((series) => samplesOf(series, { fromUs: 0, toUs: window.toUs }));
  const sums = inWindow.map(total);
  const sum = sums.reduce((a, b) => a + b, 0);
  const seconds = (window.toUs - window.fromUs) / SECOND;
  const { aggregation } = expression;
  const value =
    aggregation === "max"
      ? sums.reduce((a, b) => Math.max(a, b), 0)
      : aggregation === "last"
        ? sinceStart.map(total).reduce((a, b) => a + b, 0)
        : aggregation === "rate"
          ? seconds === 0
            ? 0
            : sum / seconds
          : sum;
  if (holds(expression, value)) return { value, firstBreachUs: null, group };
  if (aggregation === "rate") return { value, firstBreachUs: null, group };
  const worst =
    aggregation === "max"
      ? (inWindow[sums.indexOf(value)] ?? [])
      : aggregation === "last"
        ? sinceStart.flat()
        : inWindow.flat();
  return { value, firstBreachUs: counterBreach(worst, expression), group };
};

const sampleValue = (samples: readonly Sample[], { aggregation }: Expression): number => {
  const values = samples.map(([, value]) => value);
  if (typeof aggregation !== "string") {
    return weightedPercentile(
      values.map((value) => [value, 1] as const),
      aggregation.percentile,
    );
  }
  switch (aggregation) {
    case "min":
      return values.reduce((a, b) => Math.min(a, b), Infinity);
    case "max":
      return values.reduce((a, b) => Math.max(a, b), -Infinity);
    case "avg":
      return total(samples) / samples.length;
    case "last":
      return values.at(-1) ?? NaN;
    case "sum":
      return total(samples);
    case "count":
    case "rate":
      return samples.length;
  }
};

const aggregateSamples = (all: readonly Series[], expression: Expression, window: Window, group: Group): Aggregated => {
  const samples = all.flatMap((series) => samplesOf(series, window)).sort(([a], [b]) => a - b);
  const isCount = expression.aggregation === "count" || expression.aggregation === "sum";
  if (samples.length === 0 && !isCount) return { value: null, firstBreachUs: null, group };
  const value = sampleValue(samples, expression);
  const isMet = holds(expression, value);
  const breach = isMet || isCount ? undefined : samples.find(([, each]) => !holds(expression, each));
  return { value, firstBreachUs: breach?.[0] ?? null, group };
};

const groupsOf = (all: readonly Series[], by: readonly string[]): readonly (readonly [Group, readonly Series[]])[] => {
  const groups = new Map<string, [Group, Series[]]>();
  for (const series of all) {
    const group = Object.fromEntries(by.map((label) => [label, series.labels[label] ?? ""]));
    const key = JSON.stringify(group);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [group, [series]]);
    else known[1].push(series);
  }
  return [...groups.values()];
};

/**
 * The number an expression is about. Gauges are judged series by series and the one furthest from what is wanted counts;
 * counters are added up and samples pooled over the series of a group, and the group furthest from what is wanted counts.
 */
export const aggregate = (
  kind: MetricKind,
  all: readonly Series[],
  expression: Expression,
  window: Window,
): Aggregated => {
  const judged =
    kind === "gauge"
      ? all.map((series) => aggregateGauge(series, expression, window))
      : groupsOf(all, expression.by).map(([group, members]) =>
          kind === "counter"
            ? aggregateCounter(members, expression, window, group)
            : aggregateSamples(members, expression, window, group),
        );
  const withValue = judged.filter(({ value }) => value !== null);
  const [first, ...others] = withValue;
  if (first === undefined) return { value: null, firstBreachUs: null, group: {} };
  const howBad = ({ value }: Aggregated): number => badness(expression, value ?? 0);
  return others.reduce((worst, each) => (howBad(each) > howBad(worst) ? each : worst), first);
};
