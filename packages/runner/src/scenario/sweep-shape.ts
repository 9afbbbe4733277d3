// spec.sweep as it is written, before its parameters are looked up.
import { right } from "fp-ts/lib/Either.js";
import { showValue } from "@podsim/core";
import { scalar } from "./parameter-value.js";
import type { ParameterValue } from "./parameter-value.js";
import { dictionary, list } from "./schema/collections.js";
import { optional, record, required, withDefault } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Schema } from "./schema/schema.js";
import { flag, number, text } from "./schema/scalars.js";
import type { Cell } from "./sweep-cells.js";

export interface FindDraft {
  readonly smallest: string | null;
  readonly largest: string | null;
  readonly between: readonly number[];
  readonly step: number | null;
}

export interface SweepDraft {
  readonly matrix: Readonly<Record<string, readonly ParameterValue[]>> | null;
  readonly find: FindDraft | null;
  readonly include: readonly Cell[];
  readonly exclude: readonly Cell[];
  readonly pairSeeds: boolean;
}

const values: Schema<readonly ParameterValue[]> = list(scalar, 1);

const bounds: Schema<readonly number[]> = new Leaf(
  "two numbers",
  (value): value is readonly number[] => Array.isArray(value),
  (value) =>
    Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "number")
      ? right(value)
      : {
          _tag: "Left",
          left: {
            code: "E104",
            message: `expected two numbers, got ${showValue(value)}`,
            why: "the value is looked for between a lower and an upper bound",
            fix: "write between: [6, 14]",
          },
        },
);

/** The section as it is written. */
export const sweepShape: Schema<SweepDraft> = record<SweepDraft>("sweep", {
  matrix: optional(dictionary(values)),
  find: optional(
    record<FindDraft>("find", {
      smallest: optional(text),
      largest: optional(text),
      between: required(bounds, "[6, 14]"),
      step: optional(number({ min: Number.MIN_VALUE })),
    }),
  ),
  include: withDefault(list(dictionary(scalar)), []),
  exclude: withDefault(list(dictionary(scalar)), []),
  pairSeeds: withDefault(flag, true),
});
