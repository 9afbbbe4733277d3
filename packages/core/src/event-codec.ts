// The io-ts codec of an event's data, derived from its field kinds: for every door through which facts come back in.
import { isLeft } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import type { EventDefinition, FieldKind } from "./event.js";
import { isJson } from "./log/json-value.js";
import type { JsonValue } from "./log/json-value.js";

/** The names and kinds of an event's fields, in the order of their declaration. */
export const fieldKinds = (definition: EventDefinition): readonly (readonly [name: string, kind: FieldKind])[] =>
  Object.entries<FieldKind>(definition.fields as Readonly<Record<string, FieldKind>>);

const leaf = <T>(
  name: string,
  is: (value: unknown) => value is T,
  normal: (value: T) => T = (value) => value,
): t.Type<T, unknown> =>
  new t.Type<T, unknown>(
    name,
    is,
    (value, context) => (is(value) ? t.success(normal(value)) : t.failure(value, context)),
    (value) => value,
  );

const isInt = (value: unknown): value is number => Number.isSafeInteger(value);
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isString = (value: unknown): value is string => typeof value === "string";
const isJsonButNull = (value: unknown): value is JsonValue => value !== null && isJson(value);
// The log has no negative zero: adding 0 turns it into 0 and leaves every other number as it is.
const withoutNegativeZero = (value: number): number => value + 0;

const orNull = <T>(
  name: string,
  is: (value: unknown) => value is T,
  normal?: (value: T) => T,
): t.Type<T | null, unknown> =>
  leaf<T | null>(
    `${name} or null`,
    (value): value is T | null => value === null || is(value),
    (value) => (value === null || normal === undefined ? value : normal(value)),
  );

/** The decoder of one field. Its name reads as the expectation in an error message. */
const fieldCodec = (kind: FieldKind): t.Decoder<unknown, unknown> => {
  switch (kind) {
    case "int":
      return leaf("a whole number", isInt, withoutNegativeZero);
    case "int?":
      return orNull("a whole number", isInt, withoutNegativeZero);
    case "boolean":
      return leaf("true or false", isBoolean);
    case "boolean?":
      return orNull("true, false", isBoolean);
    case "string":
      return leaf("a string", isString);
    case "string?":
      return orNull("a string", isString);
    case "json":
      return leaf("a JSON value other than null", isJsonButNull);
    case "json?":
      return leaf("a JSON value", isJson);
    default: {
      const choices = new Set<unknown>(kind.oneOf);
      const name = kind.oneOf.map((choice) => JSON.stringify(choice)).join(" | ");
      return leaf(name, (value): value is string => choices.has(value));
    }
  }
};

const unknownField = leaf("no such field", (_): _ is never => false);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Validates data exactly: every declared field present and of its kind, no other field. All errors are reported, each
 * with its path; the result lists the fields in declared order.
 */
export const eventCodec = <Data extends object>(definition: EventDefinition<string, Data>): t.Type<Data, unknown> => {
  const codecs = new Map(fieldKinds(definition).map(([name, kind]) => [name, fieldCodec(kind)] as const));
  const validate = (value: unknown, context: t.Context): t.Validation<Data> => {
    if (!isRecord(value)) return t.failure(value, context);
    const errors: t.ValidationError[] = [];
    const data: Record<string, unknown> = {};
    for (const [name, codec] of codecs) {
      const field = Object.hasOwn(value, name) ? value[name] : undefined;
      const result = codec.validate(field, t.appendContext(context, name, codec, field));
      if (isLeft(result)) errors.push(...result.left);
      else data[name] = result.right;
    }
    for (const name of Object.keys(value)) {
      if (codecs.has(name)) continue;
      errors.push({ value: value[name], context: t.appendContext(context, name, unknownField, value[name]) });
    }
    // The loop above has established every field of Data.
    return errors.length > 0 ? t.failures(errors) : t.success(data as Data);
  };
  return new t.Type<Data, unknown>(
    definition.type,
    (value): value is Data => !isLeft(validate(value, [])),
    validate,
    (data) => data,
  );
};
