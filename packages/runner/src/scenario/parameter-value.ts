// The values a scenario's parameters can have: their types, their bounds, and how they are read from a command line.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { showValue } from "@podsim/core";
import { record, optional, required } from "./schema/record.js";
import { list } from "./schema/collections.js";
import { Leaf } from "./schema/schema.js";
import type { Explanation, Schema } from "./schema/schema.js";
import { flag, integer, number, oneOf, text } from "./schema/scalars.js";
import { bytes, duration } from "./schema/times.js";

export type ParameterType = "string" | "integer" | "number" | "boolean" | "duration" | "quantity" | "intOrPercent";

export type ParameterValue = string | number | boolean;

const PARAMETER_TYPES: readonly ParameterType[] = [
  "string",
  "integer",
  "number",
  "boolean",
  "duration",
  "quantity",
  "intOrPercent",
];

/** One entry of spec.params. */
export interface Parameter {
  readonly type: ParameterType;
  readonly default: ParameterValue;
  readonly min: number | null;
  readonly max: number | null;
  readonly enum: readonly ParameterValue[] | null;
  readonly unit: string | null;
}

const isScalar = (value: unknown): value is ParameterValue =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** One value that a parameter of some type could have. */
export const scalar: Schema<ParameterValue> = new Leaf("a single value", isScalar, (value) =>
  isScalar(value)
    ? right(value)
    : left({
        code: "E104",
        message: `expected a single value, got ${showValue(value)}`,
        why: "a parameter replaces one whole scalar",
        fix: "write a text, a number, true or false",
      }),
);

export const parameterSchema: Schema<Parameter> = record<Parameter>("parameter", {
  type: required(oneOf(PARAMETER_TYPES), "integer"),
  default: required(scalar),
  min: optional(number()),
  max: optional(number()),
  enum: optional(list(scalar, 1)),
  unit: optional(text),
});

const intOrPercent: Schema<ParameterValue> = new Leaf("a whole number or a percentage", isScalar, (value) => {
  if (typeof value === "number" && Number.isSafeInteger(value)) return right(value);
  if (typeof value === "string" && /^\d+%?$/.test(value)) return right(value.endsWith("%") ? value : Number(value));
  const message = `${showValue(value)} is neither a whole number nor a percentage`;
  return left({ code: "E104", message, why: "the parameter is declared as intOrPercent", fix: 'write 3 or "25%"' });
});

const checkWith = <A>(type: Schema<A>, value: unknown): Explanation | null => {
  const read = type.decode(value);
  return isLeft(read) ? type.explain(value, []) : null;
};

const objectionToType = (type: ParameterType, value: ParameterValue): Explanation | null => {
  switch (type) {
    case "string":
      return checkWith(text, value);
    case "integer":
      return checkWith(integer(), value);
    case "number":
      return checkWith(number(), value);
    case "boolean":
      return checkWith(flag, value);
    case "duration":
      return checkWith(duration, value);
    case "quantity":
      return checkWith(bytes, value);
    case "intOrPercent":
      return checkWith(intOrPercent, value);
  }
};

const outOfBounds = ({ min, max, enum: words }: Parameter, value: ParameterValue): string | null => {
  if (words !== null && !words.includes(value)) return `allowed are ${words.map(String).join(", ")}`;
  if (typeof value === "number" && min !== null && value < min) return `min is ${String(min)}`;
  if (typeof value === "number" && max !== null && value > max) return `max is ${String(max)}`;
  return null;
};

/** What is wrong with a value of the parameter; null when nothing is. */
export const objectionTo = (parameter: Parameter, value: ParameterValue): Explanation | null => {
  const wrongType = objectionToType(parameter.type, value);
  if (wrongType !== null) return wrongType;
  const bounds = outOfBounds(parameter, value);
  if (bounds === null) return null;
  const why = "the parameter's declaration bounds it";
  return {
    code: "E108",
    message: `${showValue(value)} is not allowed: ${bounds}`,
    why,
    fix: "choose a value that is allowed",
  };
};

/** A value as typed on a command line; texts that cannot be one come back as they are, for objectionTo to refuse. */
export const typedValue = ({ type }: Parameter, typed: string): ParameterValue => {
  if (type === "boolean" && (typed === "true" || typed === "false")) return typed === "true";
  const isNumeric = type === "integer" || type === "number" || type === "intOrPercent";
  return isNumeric && /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
};

/** "name=value" taken apart. */
export const parseSetting = (text: string): Either<string, readonly [name: string, value: string]> => {
  const at = text.indexOf("=");
  return at > 0 ? right([text.slice(0, at), text.slice(at + 1)]) : left(`"${text}" is not name=value`);
};
