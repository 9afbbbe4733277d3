// How a scenario writes the use of a resource over time: 200Mi, { ramp: { from: 50Mi, to: 600Mi, over: 10m } },
// { steps: [...] }, { uniform: {...} } or { lognormal: {...} }, or the same as one text: ramp(from=50Mi,to=600Mi,over=10m).
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Duration, Usage, UsagePoint } from "@podsim/core";
import { checked, forms, list, mapped } from "../scenario/schema/collections.js";
import { isMapping, optional, record, required, withDefault } from "../scenario/schema/record.js";
import type { Fields } from "../scenario/schema/record.js";
import { integer, oneOf } from "../scenario/schema/scalars.js";
import { Leaf } from "../scenario/schema/schema.js";
import type { Explanation, Schema } from "../scenario/schema/schema.js";
import { bytes, duration } from "../scenario/schema/times.js";

const constantly = (amount: number): Usage => ({ kind: "curve", points: [{ atUs: 0, amount, until: "step" }] });

interface Ramp {
  readonly from: number;
  readonly to: number;
  readonly over: Duration;
}

interface Step {
  readonly at: Duration;
  readonly use: number;
}

const rampOf = ({ from, to, over }: Ramp): Usage => {
  if (over === 0) return constantly(to);
  return {
    kind: "curve",
    points: [
      { atUs: 0, amount: from, until: "ramp" },
      { atUs: over, amount: to, until: "step" },
    ],
  };
};

/** Nothing is in use before the first step. */
const stepsOf = (steps: readonly Step[]): Usage => {
  const points = steps.map(({ at, use }): UsagePoint => ({ atUs: at, amount: use, until: "step" }));
  return {
    kind: "curve",
    points: points[0]?.atUs === 0 ? points : [{ atUs: 0, amount: 0, until: "step" }, ...points],
  };
};

const unordered = (steps: readonly Step[]): Explanation | null =>
  steps.every(({ at }, ix) => ix === 0 || at > (steps[ix - 1]?.at ?? 0))
    ? null
    : {
        code: "E108",
        message: "the steps are out of order",
        why: "each begins after the one before it",
        fix: "sort them by at",
      };

interface Range {
  readonly min: number;
  readonly max: number;
}

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

interface UsageForms {
  readonly constant: Usage | null;
  readonly ramp: Usage | null;
  readonly steps: Usage | null;
  readonly uniform: Usage | null;
  readonly lognormal: Usage | null;
}

const FORM_NAMES = ["constant", "ramp", "steps", "uniform", "lognormal"] as const;

const misordered = (isInOrder: boolean, low: string, high: string): Explanation | null =>
  isInOrder
    ? null
    : {
        code: "E108",
        message: `${low} is more than ${high}`,
        why: "no amount lies between them",
        fix: "exchange them",
      };

const fieldsOf = (amount: Schema<number>, example: string): Fields<UsageForms> => ({
  constant: optional(mapped(amount, constantly)),
  ramp: optional(
    mapped(
      record<Ramp>("ramp", {
        from: withDefault(amount, 0),
        to: required(amount, example),
        over: required(duration, "10m"),
      }),
      rampOf,
    ),
  ),
  steps: optional(
    mapped(
      checked(
        list(record<Step>("step", { at: required(duration, "5m"), use: required(amount, example) }), 1),
        unordered,
      ),
      stepsOf,
    ),
  ),
  uniform: optional(
    mapped(
      checked(
        record<Range>("uniform", { min: required(amount, example), max: required(amount, example) }),
        ({ min, max }) => misordered(min <= max, "min", "max"),
      ),
      (range): Usage => ({ kind: "drawn", amount: { kind: "uniform", ...range } }),
    ),
  ),
  lognormal: optional(
    mapped(
      checked(
        record<Percentiles>("lognormal", { p50: required(amount, example), p99: required(amount, example) }),
        ({ p50, p99 }) => misordered(p50 <= p99, "p50", "p99"),
      ),
      (percentiles): Usage => ({ kind: "drawn", amount: { kind: "lognormal", ...percentiles } }),
    ),
  ),
});

const formsGiven = (draft: UsageForms): readonly Usage[] =>
  FORM_NAMES.map((name) => draft[name]).filter((usage) => usage !== null);

const objection = (draft: UsageForms): Explanation | null => {
  const { length } = formsGiven(draft);
  if (length === 1) return null;
  return {
    code: length === 0 ? "E107" : "E108",
    message: length === 0 ? "it does not say how much is in use" : "it says twice how much is in use",
    why: "one form is wanted",
    fix: `write one of ${FORM_NAMES.join(", ")}`,
  };
};

const theOne = (draft: UsageForms): Usage => formsGiven(draft)[0] ?? constantly(0);

const malformed = (text: string, example: string): Explanation => ({
  code: "E104",
  message: `"${text}" does not say how much is in use`,
  why: "it is an amount, or the name of a form with its parameters",
  fix: `write ${example}, or ramp(from=${example},to=${example},over=10m)`,
});

/** "ramp(from=50Mi,to=1Gi,over=10m)" as the mapping it stands for; null if it is no such call. */
const callIn = (text: string): Readonly<Record<string, unknown>> | null => {
  const [, name = "", args = ""] = /^(ramp|uniform|lognormal)\(([^()]*)\)$/.exec(text.replace(/\s+/g, "")) ?? [];
  if (name === "") return null;
  return { [name]: Object.fromEntries(args.split(",").map((arg) => arg.split("=", 2))) };
};

const usageSchemas = (amount: Schema<number>, example: string) => {
  const fields = fieldsOf(amount, example);
  const mapping: Schema<Usage> = mapped(checked(record<UsageForms>("use", fields), objection), theOne);
  const read = (value: unknown): Either<Explanation, Usage> => {
    const call = typeof value === "string" ? callIn(value) : null;
    const type = call === null ? mapped(amount, constantly) : mapping;
    const result = type.decode(call ?? value);
    if (!isLeft(result)) return right(result.right);
    return left(call === null ? amount.explain(value, []) : malformed(String(value), example));
  };
  const text: Schema<Usage> = new Leaf("an amount", (value): value is Usage => isMapping(value), read);
  const any: Schema<Usage> = forms(
    "an amount over time",
    (value) => (isMapping(value) ? mapping : text),
    `write ${example}, or { ramp: { from: ${example}, to: ${example}, over: 10m } }`,
  );
  return { fields, text, any };
};

const inBytes = usageSchemas(bytes, "200Mi");

/** Bytes over time, as one text. */
export const byteUsageText: Schema<Usage> = inBytes.text;

/** Bytes over time. */
export const byteUsage: Schema<Usage> = inBytes.any;

/** A number of something over time. */
export const countUsage: Schema<Usage> = usageSchemas(integer({ min: 0 }), "20").any;

export interface MemorySpec {
  readonly use: Usage;
  readonly killedAtLimit: boolean;
}

interface MemoryForms extends UsageForms {
  readonly oomAt: "limit" | "never";
}

const memoryMapping: Schema<MemorySpec> = mapped(
  checked(
    record<MemoryForms>("memory", {
      ...inBytes.fields,
      oomAt: withDefault(oneOf<"limit" | "never">(["limit", "never"]), "limit"),
    }),
    objection,
  ),
  (draft): MemorySpec => ({ use: theOne(draft), killedAtLimit: draft.oomAt === "limit" }),
);

/** Memory over time, and whether the container's limit ends it. */
export const memory: Schema<MemorySpec> = forms(
  "memory over time",
  (value) =>
    isMapping(value) ? memoryMapping : mapped(byteUsageText, (use): MemorySpec => ({ use, killedAtLimit: true })),
  "write 200Mi, or { ramp: { from: 50Mi, to: 600Mi, over: 10m }, oomAt: limit }",
);
