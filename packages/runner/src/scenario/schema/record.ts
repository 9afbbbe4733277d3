// Mappings with known fields: unknown ones are refused, so that a typo cannot switch a part of the model off.
import { isLeft } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { showValue } from "@podsim/core";
import { closest } from "../../input/closest.js";
import { emptyRecord } from "../../input/record.js";
import { describeType, readBelow, Schema } from "./schema.js";
import type { Explanation, JsonSchema } from "./schema.js";

export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const notAMapping = (expected: string, value: unknown): Explanation => ({
  code: "E104",
  message: `expected ${expected}, got ${showValue(value)}`,
  why: "the field holds a mapping of names to values",
  fix: "write it as a mapping:  { name: value }",
});

/** A field that is not there: where it belongs is pointed at by the mapping's own key. */
class Missing extends Schema<never> {
  constructor(
    private readonly field: string,
    private readonly owner: string,
    private readonly example: string,
  ) {
    super(`the field ${field}`, (_): _ is never => false);
  }

  override read(value: unknown, context: t.Context): t.Validation<never> {
    return t.failure(value, context);
  }

  override explain(): Explanation {
    return {
      code: "E107",
      message: `${this.owner} has no ${this.field}`,
      why: "without the field the file has no meaning, and guessing one would change the answer",
      fix: `add ${this.field}${this.example === "" ? "" : `: ${this.example}`}`,
      part: "key",
    };
  }
}

/** A key that the mapping does not know, or knows and cannot do anything with. */
export class Refused extends Schema<never> {
  constructor(
    private readonly field: string,
    private readonly owner: string,
    private readonly known: readonly string[],
    /** What is missing for the field; null when it is not known at all. */
    private readonly unsupported: string | null,
  ) {
    super(`a field of ${owner}`, (_): _ is never => false);
  }

  override read(value: unknown, context: t.Context): t.Validation<never> {
    return t.failure(value, context);
  }

  override explain(): Explanation {
    if (this.unsupported !== null) {
      return {
        code: "E109",
        message: `"${this.field}" is not supported by this version`,
        why: this.unsupported,
        fix: "leave it out",
        part: "key",
      };
    }
    const meant = closest(this.field, this.known);
    return {
      code: "E101",
      message: `unknown field "${this.field}" in ${this.owner}`,
      why: "unknown fields are refused so that a typo cannot switch a model off",
      fix: meant === null ? `known here: ${this.known.join(", ")}` : `did you mean "${meant}"?`,
      part: "key",
    };
  }
}

export interface Field<A> {
  readonly type: t.Type<A, unknown, unknown>;
  /** Value of a field that is not there; absent for required fields. */
  readonly fallback?: { readonly value: A };
  /** For the fix of a required field. */
  readonly example?: string;
}

export const required = <A>(type: t.Type<A, unknown, unknown>, example = ""): Field<A> => ({ type, example });

export const withDefault = <A>(type: t.Type<A, unknown, unknown>, value: A): Field<A> => ({
  type,
  fallback: { value },
});

/** null where the field is not there. */
export const optional = <A>(type: t.Type<A, unknown, unknown>): Field<A | null> => ({
  type: type as t.Type<A | null, unknown, unknown>,
  fallback: { value: null },
});

export interface RecordOptions {
  /** Fields that are taken and looked at elsewhere. */
  readonly alsoKnown?: readonly string[];
  /** Fields of the format that this version cannot act on, with what is missing. */
  readonly unsupported?: Readonly<Record<string, string>>;
}

export type Fields<A extends object> = { readonly [K in keyof A]-?: Field<A[K]> };

class RecordSchema<A extends object> extends Schema<A> {
  readonly #fields: readonly (readonly [string, Field<unknown>])[];
  readonly #known: readonly string[];
  readonly #isKnown: ReadonlySet<string>;

  constructor(
    name: string,
    fields: Fields<A>,
    private readonly options: RecordOptions,
  ) {
    super(name, (value): value is A => isMapping(value));
    this.#fields = Object.entries(fields as Readonly<Record<string, Field<unknown>>>);
    this.#known = [...Object.keys(fields), ...(options.alsoKnown ?? [])];
    this.#isKnown = new Set(this.#known);
  }

  override read(value: unknown, context: t.Context): t.Validation<A> {
    if (!isMapping(value)) return t.failure(value, context);
    const errors = this.#refusals(value, context);
    const result = emptyRecord();
    for (const [key, field] of this.#fields) {
      const given = value[key];
      if (given === undefined || given === null) {
        if (field.fallback === undefined) {
          const type = new Missing(key, this.name, field.example ?? "");
          errors.push({ value: given, context: t.appendContext(context, key, type) });
        } else result[key] = field.fallback.value;
        continue;
      }
      const read = readBelow(field.type, given, context, key);
      if (isLeft(read)) errors.push(...read.left);
      else result[key] = read.right;
    }
    return errors.length > 0 ? t.failures(errors) : t.success(result as A);
  }

  #refusals(value: Mapping, context: t.Context): t.ValidationError[] {
    const errors: t.ValidationError[] = [];
    const unsupported = this.options.unsupported ?? {};
    for (const key in value) {
      if (this.#isKnown.has(key)) continue;
      const missing = Object.hasOwn(unsupported, key) ? unsupported[key] : undefined;
      const type = new Refused(key, this.name, this.#known, missing ?? null);
      errors.push({ value: value[key], context: t.appendContext(context, key, type, value[key]) });
    }
    return errors;
  }

  override explain(value: unknown): Explanation {
    return notAMapping(this.name, value);
  }

  override describe(): JsonSchema {
    const known = this.#fields.map(([key, field]) => [key, describeType(field.type)] as const);
    const others = (this.options.alsoKnown ?? []).map((key) => [key, {}] as const);
    const required = this.#fields.flatMap(([key, field]) => (field.fallback === undefined ? [key] : []));
    return {
      type: "object",
      properties: Object.fromEntries([...others, ...known]),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    };
  }
}

/** A mapping with these fields and no others; `name` is what messages call it. Fields set to null count as absent. */
export const record = <A extends object>(name: string, fields: Fields<A>, options: RecordOptions = {}): Schema<A> =>
  new RecordSchema(name, fields, options);
