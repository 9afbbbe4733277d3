// How a scenario writes an amount over time: 12, 500m, or one of the shapes constant, ramp, steps, spike and wave.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import { milliValue, parseQuantity, showValue } from "@podsim/core";
import type { Duration, UsagePoint } from "@podsim/core";
import { HOUR } from "@podsim/core/time";
import { checked, forms, list, mapped } from "./schema/collections.js";
import { isMapping, optional, record, required, withDefault } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Explanation, Schema } from "./schema/schema.js";
import { duration } from "./schema/times.js";

/** Thousandths over time, beginning anew after a while where it is a wave. */
export interface LoadCurve {
  readonly points: readonly UsagePoint[];
  readonly periodUs: Duration | null;
}

/** A quantity of 0 or more, in thousandths. */
const amount: Schema<number> = new Leaf(
  "an amount such as 12 or 500m",
  (value): value is number => typeof value === "number",
  (value) => {
    const written = typeof value === "number" ? String(value) : value;
    const parsed = typeof written === "string" ? parseQuantity(written) : null;
    if (parsed === null || isLeft(parsed)) {
      const message = `${showValue(value)} is not an amount`;
      const why = "an amount is a number or a Kubernetes quantity: cores for cpu, bytes for memory";
      return left({ code: "E103", message, why, fix: "write 12, 500m or 2Gi" });
    }
    const milli = milliValue(parsed.right);
    if (milli >= 0) return right(milli);
    return left({
      code: "E108",
      message: "a load is not below 0",
      why: "nobody asks for less than nothing",
      fix: "write 0",
    });
  },
);

const constantly = (milli: number): LoadCurve => ({
  points: [{ atUs: 0, amount: milli, until: "step" }],
  periodUs: null,
});

interface Ramp {
  readonly from: number;
  readonly to: number;
  readonly over: Duration;
}

const rampOf = ({ from, to, over }: Ramp): LoadCurve =>
  over === 0
    ? constantly(to)
    : {
        points: [
          { atUs: 0, amount: from, until: "ramp" },
          { atUs: over, amount: to, until: "step" },
        ],
        periodUs: null,
      };

interface Step {
  readonly at: Duration;
  readonly total: number;
}

const stepsOf = (steps: readonly Step[]): LoadCurve => {
  const points = steps.map(({ at, total }): UsagePoint => ({ atUs: at, amount: total, until: "step" }));
  const first: UsagePoint = { atUs: 0, amount: 0, until: "step" };
  return { points: points[0]?.atUs === 0 ? points : [first, ...points], periodUs: null };
};

interface Spike {
  readonly base: number;
  readonly peak: number;
  readonly after: Duration;
  readonly rise: Duration;
  readonly for: Duration;
}

/** Up within `rise`, there for a while, and down again as fast. */
const spikeOf = ({ base, peak, after, rise, for: stay }: Spike): LoadCurve => {
  const until = rise > 0 ? "ramp" : "step";
  const points: UsagePoint[] = [
    { atUs: 0, amount: base, until: "step" },
    { atUs: after, amount: rise > 0 ? base : peak, until },
    { atUs: after + rise, amount: peak, until: "step" },
    { atUs: after + rise + stay, amount: rise > 0 ? peak : base, until },
    { atUs: after + rise + stay + rise, amount: base, until: "step" },
  ];
  return { points: points.filter(({ atUs }, ix) => points[ix + 1]?.atUs !== atUs), periodUs: null };
};

interface Wave {
  readonly low: number;
  readonly high: number;
  readonly period: Duration;
  readonly peakAt: Duration;
}

/** Straight pieces of a wave: at most a quarter of a percent beside it. */
const PIECES = 48;

const waveOf = ({ low, high, period, peakAt }: Wave): LoadCurve => ({
  points: Array.from({ length: PIECES }, (_, k): UsagePoint => {
    const atUs = Math.round((period * k) / PIECES);
    const turn = Math.cos((2 * Math.PI * (atUs - peakAt)) / period);
    return { atUs, amount: Math.round((low + high) / 2 + ((high - low) / 2) * turn), until: "ramp" };
  }).concat([
    {
      atUs: period,
      amount: Math.round((low + high) / 2 + ((high - low) / 2) * Math.cos((2 * Math.PI * peakAt) / period)),
      until: "step",
    },
  ]),
  periodUs: period,
});

interface CurveForms {
  readonly constant: LoadCurve | null;
  readonly ramp: LoadCurve | null;
  readonly steps: LoadCurve | null;
  readonly spike: LoadCurve | null;
  readonly wave: LoadCurve | null;
}

const FORMS = ["constant", "ramp", "steps", "spike", "wave"] as const;

const unordered = (steps: readonly Step[]): Explanation | null =>
  steps.every(({ at }, ix) => ix === 0 || at > (steps[ix - 1]?.at ?? 0))
    ? null
    : {
        code: "E108",
        message: "the steps are out of order",
        why: "each begins after the one before it",
        fix: "sort them by at",
      };

const noPeriod = ({ period }: Wave): Explanation | null =>
  period > 0
    ? null
    : {
        code: "E108",
        message: "a wave needs a period",
        why: "it comes round after that time",
        fix: "write period: 24h",
      };

const curveForms = record<CurveForms>("load over time", {
  constant: optional(mapped(amount, constantly)),
  ramp: optional(
    mapped(
      record<Ramp>("ramp", {
        from: withDefault(amount, 0),
        to: required(amount, "12"),
        over: required(duration, "1m"),
      }),
      rampOf,
    ),
  ),
  steps: optional(
    mapped(
      checked(
        list(record<Step>("step", { at: required(duration, "5m"), total: required(amount, "12") }), 1),
        unordered,
      ),
      stepsOf,
    ),
  ),
  spike: optional(
    mapped(
      record<Spike>("spike", {
        base: required(amount, "4"),
        peak: required(amount, "12"),
        after: withDefault(duration, 0),
        rise: withDefault(duration, 0),
        for: required(duration, "10m"),
      }),
      spikeOf,
    ),
  ),
  wave: optional(
    mapped(
      checked(
        record<Wave>("wave", {
          low: required(amount, "2"),
          high: required(amount, "12"),
          period: withDefault(duration, 24 * HOUR),
          peakAt: withDefault(duration, 14 * HOUR),
        }),
        noPeriod,
      ),
      waveOf,
    ),
  ),
});

const given = (draft: CurveForms): readonly LoadCurve[] =>
  FORMS.map((name) => draft[name]).filter((curve) => curve !== null);

const objection = (draft: CurveForms): Explanation | null => {
  const { length } = given(draft);
  if (length === 1) return null;
  return {
    code: length === 0 ? "E107" : "E108",
    message: length === 0 ? "it does not say how much the load is" : "it says twice how much the load is",
    why: "one shape is wanted",
    fix: `write one of ${FORMS.join(", ")}`,
  };
};

const shaped: Schema<LoadCurve> = mapped(checked(curveForms, objection), (draft) => given(draft)[0] ?? constantly(0));

/** An amount over time. */
export const loadCurve: Schema<LoadCurve> = forms(
  "a load over time",
  (value) => (isMapping(value) ? shaped : mapped(amount, constantly)),
  "write 12, or { ramp: { from: 4, to: 12, over: 1m } }",
);
