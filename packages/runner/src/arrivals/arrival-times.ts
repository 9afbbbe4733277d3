// When the pods of a workload come: at random, on a grid, all at once, or by a schedule of rates or counts.
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { showValue } from "@podsim/core";
import type { Duration, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { sample } from "@podsim/scheduler";
import { checked, forms, list, mapped } from "../scenario/schema/collections.js";
import { isMapping, optional, record, required, withDefault } from "../scenario/schema/record.js";
import { Leaf } from "../scenario/schema/schema.js";
import type { Explanation, Schema } from "../scenario/schema/schema.js";
import { integer } from "../scenario/schema/scalars.js";
import { duration } from "../scenario/schema/times.js";

/** A number in [0, 1) for the n-th draw of a purpose. */
export type DrawFor = (purpose: string, n: number) => number;

/** Time of the n-th arrival, given that of the one before; null = there are no more. */
export type NextTime = (n: number, previousUs: SimTime, draw: DrawFor) => SimTime | null;

export interface ArrivalTimes {
  readonly next: NextTime;
  /** How many are expected before `endUs`; for messages, and so that a workload that never comes is found. */
  readonly expected: (endUs: SimTime) => number;
}

interface Span {
  readonly from: Duration;
  readonly until: Duration | null;
  readonly count: number | null;
}

const COUNT_MAX = 100_000_000;

const span = {
  from: withDefault(duration, 0),
  until: optional(duration),
  count: optional(integer({ min: 1, max: COUNT_MAX, of: "a pod" })),
};

const PER: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

const readRate = (value: unknown): Either<Explanation, number> => {
  const [, amount, unit = "s"] =
    typeof value === "string" ? (/^(\d+(?:\.\d+)?)\/([smhd])$/.exec(value.trim()) ?? []) : [];
  const rate = typeof value === "number" ? value : amount === undefined ? NaN : Number(amount) / (PER[unit] ?? 1);
  if (rate > 0 && rate < 1e6) return right(rate);
  return left({
    code: typeof value === "number" ? "E108" : "E104",
    message: `${showValue(value)} is not a rate`,
    why: "a rate is how many come per second on average, above 0",
    fix: 'write 0.6, or "36/m", "2160/h"',
  });
};

/** Arrivals per second. */
const rate: Schema<number> = new Leaf("a rate", (value): value is number => typeof value === "number", readRate);

const within = ({ until, count }: Span, n: number, at: SimTime): SimTime | null =>
  (count !== null && n >= count) || (until !== null && at > until) ? null : at;

const expectedIn = ({ from, until, count }: Span, perSecond: number, endUs: SimTime): number => {
  const seconds = Math.max(0, Math.min(until ?? endUs, endUs) - from) / SECOND;
  return Math.min(count ?? Infinity, seconds * perSecond);
};

interface Poisson extends Span {
  readonly rate: number;
}

const gapOf = (perSecond: number, draw: DrawFor, n: number): Duration =>
  sample({ kind: "exponential", mean: SECOND / perSecond }, draw("gap", n));

const poisson: Schema<ArrivalTimes> = mapped(
  record<Poisson>("poisson", { rate: required(rate, "0.6"), ...span }),
  (given): ArrivalTimes => ({
    next: (n, previousUs, draw) => within(given, n, Math.max(previousUs, given.from) + gapOf(given.rate, draw, n)),
    expected: (endUs) => expectedIn(given, given.rate, endUs),
  }),
);

interface Every extends Span {
  readonly period: Duration;
  /** How many come at each time. */
  readonly size: number;
}

const positive = (what: string, value: Duration): Explanation | null =>
  value > 0
    ? null
    : { code: "E108", message: `${what} must be more than 0s`, why: "all would come at one moment", fix: "use burst" };

const onGrid = ({ period, size, ...bounds }: Every): ArrivalTimes => ({
  next: (n) => within(bounds, n, bounds.from + Math.floor(n / size) * period),
  expected: (endUs) => {
    const last = Math.min(bounds.until ?? endUs, endUs);
    return last < bounds.from
      ? 0
      : Math.min(bounds.count ?? Infinity, (Math.floor((last - bounds.from) / period) + 1) * size);
  },
});

const every: Schema<ArrivalTimes> = forms<ArrivalTimes>(
  "every",
  (value) =>
    isMapping(value)
      ? mapped(
          checked(
            record<Every>("every", {
              period: required(duration, "30s"),
              size: withDefault(integer({ min: 1, max: COUNT_MAX, of: "a pod" }), 1),
              ...span,
            }),
            ({ period }) => positive("period", period),
          ),
          onGrid,
        )
      : mapped(
          checked(duration, (period) => positive("every", period)),
          (period): ArrivalTimes => onGrid({ period, size: 1, from: 0, until: null, count: null }),
        ),
  "write 30s, or { period: 30s, size: 10, from: 5m, until: 1h }",
);

interface Burst {
  readonly at: Duration;
  readonly count: number;
  /** They are spread evenly over this time. */
  readonly over: Duration;
}

const count = required(integer({ min: 1, max: COUNT_MAX, of: "a pod" }), "100");

const burst: Schema<ArrivalTimes> = mapped(
  record<Burst>("burst", { at: withDefault(duration, 0), count, over: withDefault(duration, 0) }),
  ({ at, count: all, over }): ArrivalTimes => ({
    next: (n) => (n >= all ? null : at + Math.floor((n * over) / all)),
    expected: (endUs) => (at > endUs ? 0 : all),
  }),
);

interface Step {
  readonly at: Duration;
  readonly rate: number | null;
  readonly count: number | null;
}

const stepsObjection = (steps: readonly Step[]): Explanation | null => {
  const refused = (message: string, why: string, fix: string): Explanation => ({ code: "E108", message, why, fix });
  if (steps.some((step) => (step.rate === null) === (step.count === null))) {
    return refused(
      "each step has either a rate or a count",
      "so many at that moment, or so many per second from then on",
      "write { at: 8h, rate: 2 } or { at: 8h, count: 40 }",
    );
  }
  if (steps.some((step) => (step.rate === null) !== (steps[0]?.rate === null))) {
    return refused("rates and counts stand in one schedule", "a schedule is of one of them", "write two workloads");
  }
  if (steps.some((step, ix) => ix > 0 && step.at <= (steps[ix - 1]?.at ?? 0))) {
    return refused("the steps are not in order of time", "each step ends the one before it", "sort them by at");
  }
  return null;
};

/** Walks through the pieces of constant rate until the exponential draw is used up. */
const byRates = (steps: readonly Step[]): ArrivalTimes => ({
  next: (n, previousUs, draw) => {
    let left = sample({ kind: "exponential", mean: SECOND }, draw("gap", n));
    for (const [ix, { at, rate: perSecond }] of steps.entries()) {
      const endUs = steps[ix + 1]?.at ?? Infinity;
      const fromUs = Math.max(previousUs, at);
      if (endUs <= fromUs || perSecond === null || perSecond === 0) continue;
      const neededUs = left / perSecond;
      if (fromUs + neededUs <= endUs) return fromUs + Math.round(neededUs);
      left -= (endUs - fromUs) * perSecond;
    }
    return null;
  },
  expected: (endUs) =>
    steps.reduce((sum, { at, rate: perSecond }, ix) => {
      const until = Math.min(steps[ix + 1]?.at ?? endUs, endUs);
      return sum + (Math.max(0, until - at) / SECOND) * (perSecond ?? 0);
    }, 0),
});

const byCounts = (steps: readonly Step[]): ArrivalTimes => ({
  next: (n) => {
    let before = 0;
    for (const { at, count: size } of steps) {
      before += size ?? 0;
      if (n < before) return at;
    }
    return null;
  },
  expected: (endUs) => steps.reduce((sum, { at, count: size }) => (at > endUs ? sum : sum + (size ?? 0)), 0),
});

const stepRate: Schema<number> = new Leaf(
  "a rate",
  (value): value is number => typeof value === "number",
  (value) => (value === 0 ? right(0) : readRate(value)),
);

const schedule: Schema<ArrivalTimes> = mapped(
  checked(
    list(
      record<Step>("step", {
        at: required(duration, "8h"),
        rate: optional(stepRate),
        count: optional(integer({ min: 1, max: COUNT_MAX, of: "a pod" })),
      }),
      1,
    ),
    stepsObjection,
  ),
  (steps) => (steps[0]?.rate === null ? byCounts(steps) : byRates(steps)),
);

/** Kinds of arrivals that need nothing but what stands in the scenario. */
export const ARRIVAL_TIMES: Readonly<Record<string, Schema<ArrivalTimes>>> = { poisson, every, burst, schedule };
