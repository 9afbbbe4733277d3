// Values drawn for each pod of a workload: one of several with weights, or a number or amount out of a distribution.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { parseQuantity, showValue } from "@podsim/core";
import { sample } from "@podsim/scheduler";
import { choice as oneOfForms, checked, list, mapped } from "../scenario/schema/collections.js";
import { record, required } from "../scenario/schema/record.js";
import { Leaf } from "../scenario/schema/schema.js";
import type { Explanation, Schema } from "../scenario/schema/schema.js";
import { scalar } from "../scenario/parameter-value.js";
import type { ParameterValue } from "../scenario/parameter-value.js";

/** From a number in [0, 1) to a value. */
export interface VariedValue {
  readonly pick: (u: number) => ParameterValue;
  /** Values that stand for all: every one of a choice, the bounds of a range. */
  readonly examples: readonly ParameterValue[];
}

type Weighted = readonly [value: ParameterValue, weight: number];

const weighted: Schema<Weighted> = new Leaf(
  "a value with its weight",
  (value): value is Weighted => Array.isArray(value),
  (value) => {
    const [item, weight] = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const isPair = Array.isArray(value) && value.length === 2 && scalar.is(item);
    if (isPair && typeof weight === "number" && weight > 0 && weight < 1e9) return right([item, weight]);
    return left({
      code: "E104",
      message: `expected a value with its weight, got ${showValue(value)}`,
      why: "weights are pairs, because a mapping would lose the order of its keys",
      fix: "write [500m, 0.5]",
    });
  },
);

const pickWeighted = (items: readonly Weighted[], u: number): ParameterValue => {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0);
  let seen = 0;
  for (const [value, weight] of items) {
    seen += weight;
    if (u * total < seen) return value;
  }
  return items.at(-1)?.[0] ?? "";
};

/** A number or a Kubernetes quantity, in thousandths. */
interface Amount {
  readonly milli: number;
  readonly written: ParameterValue;
}

const MILLI = 1_000;

const readAmount = (value: unknown): Either<Explanation, Amount> => {
  const parsed = typeof value === "string" || typeof value === "number" ? parseQuantity(String(value)) : null;
  const milli = parsed === null || isLeft(parsed) ? NaN : Number(parsed.right.nano) / 1e6;
  if (Number.isFinite(milli) && milli >= 0 && scalar.is(value)) return right({ milli, written: value });
  return left({
    code: "E103",
    message: `${showValue(value)} is neither a number nor a Kubernetes quantity`,
    why: "amounts between two bounds are drawn",
    fix: "write 100m, 2, 512Mi",
  });
};

const amount: Schema<Amount> = new Leaf("an amount", (value): value is Amount => typeof value === "object", readAmount);

/** Whole units where both bounds are whole, thousandths otherwise; a plain number where both bounds are. */
const written = (milli: number, bounds: readonly Amount[]): ParameterValue => {
  const isWhole = bounds.every((each) => each.milli % MILLI === 0);
  const value = isWhole ? Math.round(milli / MILLI) : milli / MILLI;
  if (bounds.every((each) => typeof each.written === "number")) return value;
  return isWhole ? String(value) : `${String(Math.round(milli))}m`;
};

interface Range {
  readonly min: Amount;
  readonly max: Amount;
}
interface Percentiles {
  readonly p50: Amount;
  readonly p99: Amount;
}

const uniform: Schema<VariedValue> = mapped(
  checked(record<Range>("uniform", { min: required(amount, "100m"), max: required(amount, '"2"') }), ({ min, max }) =>
    min.milli <= max.milli
      ? null
      : { code: "E108", message: "min is more than max", why: "nothing lies between them", fix: "exchange them" },
  ),
  ({ min, max }): VariedValue => ({
    pick: (u) => written(min.milli + u * (max.milli - min.milli), [min, max]),
    examples: [min.written, max.written],
  }),
);

const lognormal: Schema<VariedValue> = mapped(
  checked(
    record<Percentiles>("lognormal", { p50: required(amount, "250m"), p99: required(amount, '"4"') }),
    ({ p50, p99 }) =>
      p50.milli > 0 && p99.milli >= p50.milli
        ? null
        : {
            code: "E108",
            message: "p50 and p99 are no percentiles",
            why: "half of the values lie below p50, 99 of 100 below p99, and all above 0",
            fix: "write p50 first, then a larger p99",
          },
  ),
  ({ p50, p99 }): VariedValue => ({
    pick: (u) => written(Math.max(1, sample({ kind: "lognormal", p50: p50.milli, p99: p99.milli }, u)), [p50, p99]),
    examples: [p50.written, p99.written],
  }),
);

const weightedChoice: Schema<VariedValue> = mapped(list(weighted, 1), (items): VariedValue => ({
  pick: (u) => pickWeighted(items, u),
  examples: items.map(([value]) => value),
}));

const constant: Schema<VariedValue> = mapped(scalar, (value): VariedValue => ({
  pick: () => value,
  examples: [value],
}));

export const variedValue: Schema<VariedValue> = mapped(
  oneOfForms("a varied value", { choice: weightedChoice, uniform, lognormal, constant }),
  ({ value }) => value,
);
