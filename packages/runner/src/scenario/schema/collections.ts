// Lists, mappings with names of one's own, and values that may take one of several forms.
import { isLeft } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { showValue } from "@podsim/core";
import { emptyRecord } from "../../input/record.js";
import { isMapping, notAMapping, Refused } from "./record.js";
import { describeType, readBelow, Schema } from "./schema.js";
import type { Explanation, JsonSchema } from "./schema.js";
import { listed } from "./shown.js";

/** The context with `type` standing in for its last one, so that it explains its own refusals. */
const inPlaceOf = (context: t.Context, type: t.Decoder<unknown, unknown>, actual: unknown): t.Context => [
  ...context.slice(0, -1),
  { key: context.at(-1)?.key ?? "", type, actual },
];

class ListSchema<A> extends Schema<readonly A[]> {
  constructor(
    private readonly item: t.Type<A, unknown, unknown>,
    private readonly minCount: number,
    /** Whether a single item may stand for a list of one. */
    private readonly takesOne: (value: unknown) => boolean,
  ) {
    super(`a list of ${item.name}`, (value): value is readonly A[] => Array.isArray(value));
  }

  override read(value: unknown, context: t.Context): t.Validation<readonly A[]> {
    if (this.takesOne(value)) {
      const one = this.item.validate(value, inPlaceOf(context, this.item, value));
      return isLeft(one) ? one : t.success([one.right]);
    }
    if (!Array.isArray(value) || value.length < this.minCount) return t.failure(value, context);
    const errors: t.ValidationError[] = [];
    const items: A[] = [];
    for (let ix = 0; ix < value.length; ix += 1) {
      const read = readBelow(this.item, value[ix], context, String(ix));
      if (isLeft(read)) errors.push(...read.left);
      else items.push(read.right);
    }
    return errors.length > 0 ? t.failures(errors) : t.success(items);
  }

  override explain(value: unknown): Explanation {
    if (Array.isArray(value)) {
      const why = `at least ${String(this.minCount)} is needed`;
      return { code: "E108", message: "the list is too short", why, fix: `add ${this.item.name}` };
    }
    return {
      code: "E104",
      message: `expected ${this.name}, got ${showValue(value)}`,
      why: "the field holds a list",
      fix: "start every item with a dash, or write them in brackets: [a, b]",
    };
  }

  override describe(): JsonSchema {
    const items = {
      type: "array",
      items: describeType(this.item),
      ...(this.minCount > 0 ? { minItems: this.minCount } : {}),
    };
    return this.takesOne("") || this.takesOne({}) ? { anyOf: [items, describeType(this.item)] } : items;
  }
}

export const list = <A>(item: t.Type<A, unknown, unknown>, minCount = 0): Schema<readonly A[]> =>
  new ListSchema(item, minCount, () => false);

/** A list, or one value for which `takesOne` holds. */
export const listOrOne = <A>(
  item: t.Type<A, unknown, unknown>,
  takesOne: (value: unknown) => boolean,
): Schema<readonly A[]> => new ListSchema(item, 0, takesOne);

class DictionarySchema<A> extends Schema<Readonly<Record<string, A>>> {
  constructor(private readonly item: t.Type<A, unknown, unknown>) {
    super(`a mapping to ${item.name}`, (value): value is Readonly<Record<string, A>> => isMapping(value));
  }

  override read(value: unknown, context: t.Context): t.Validation<Readonly<Record<string, A>>> {
    if (!isMapping(value)) return t.failure(value, context);
    const errors: t.ValidationError[] = [];
    const result = emptyRecord();
    for (const key of Object.keys(value)) {
      const read = readBelow(this.item, value[key], context, key);
      if (isLeft(read)) errors.push(...read.left);
      else result[key] = read.right;
    }
    return errors.length > 0 ? t.failures(errors) : t.success(result as Readonly<Record<string, A>>);
  }

  override explain(value: unknown): Explanation {
    return notAMapping(this.name, value);
  }

  override describe(): JsonSchema {
    return { type: "object", additionalProperties: describeType(this.item) };
  }
}

/** Names of one's own, all with values of one type. */
export const dictionary = <A>(item: t.Type<A, unknown, unknown>): Schema<Readonly<Record<string, A>>> =>
  new DictionarySchema(item);

/** Another type, seen through a function that cannot fail. */
class MappedSchema<A, B> extends Schema<B> {
  constructor(
    private readonly inner: t.Type<A, unknown, unknown>,
    private readonly change: (value: A) => B,
  ) {
    super(inner.name, (_): _ is B => false);
  }

  override read(value: unknown, context: t.Context): t.Validation<B> {
    const read = this.inner.validate(value, context);
    return isLeft(read) ? read : t.success(this.change(read.right));
  }

  override readAt(value: unknown, parent: t.Context, key: string): t.Validation<B> {
    if (!(this.inner instanceof Schema)) return super.readAt(value, parent, key);
    const read = (this.inner as Schema<A>).readAt(value, parent, key);
    return isLeft(read) ? read : t.success(this.change(read.right));
  }

  override explain(value: unknown, path: readonly (string | number)[]): Explanation {
    return this.inner instanceof Schema ? this.inner.explain(value, path) : notAMapping(this.name, value);
  }

  override describe(): JsonSchema {
    return describeType(this.inner);
  }
}

export const mapped = <A, B>(inner: t.Type<A, unknown, unknown>, change: (value: A) => B): Schema<B> =>
  new MappedSchema(inner, change);

class CheckedSchema<A> extends Schema<A> {
  constructor(
    private readonly inner: Schema<A>,
    private readonly objection: (value: A) => Explanation | null,
  ) {
    super(inner.name, (value): value is A => inner.is(value));
  }

  override read(value: unknown, context: t.Context): t.Validation<A> {
    const read = this.inner.validate(value, context);
    if (isLeft(read) || this.objection(read.right) === null) return read;
    return t.failure(value, context);
  }

  override readAt(value: unknown, parent: t.Context, key: string): t.Validation<A> {
    const read = this.inner.readAt(value, parent, key);
    if (isLeft(read) || this.objection(read.right) === null) return read;
    return t.failure(value, t.appendContext(parent, key, this, value));
  }

  override explain(value: unknown, path: readonly (string | number)[]): Explanation {
    const read = this.inner.decode(value);
    const objection = isLeft(read) ? null : this.objection(read.right);
    return objection ?? this.inner.explain(value, path);
  }

  override describe(): JsonSchema {
    return this.inner.describe();
  }
}

/** A type with a rule about the value as a whole. */
export const checked = <A>(inner: Schema<A>, objection: (value: A) => Explanation | null): Schema<A> =>
  new CheckedSchema(inner, objection);

/** One value of each kind there is, to see which forms a field may have. */
const PROBES: readonly unknown[] = [{}, "", 0, true, []];

class FormsSchema<A> extends Schema<A> {
  constructor(
    name: string,
    private readonly form: (value: unknown) => t.Type<A, unknown, unknown> | null,
    private readonly fix: string,
  ) {
    super(name, (_): _ is A => false);
  }

  override read(value: unknown, context: t.Context): t.Validation<A> {
    const type = this.form(value);
    if (type === null) return t.failure(value, context);
    return type.validate(value, inPlaceOf(context, type, value));
  }

  override readAt(value: unknown, parent: t.Context, key: string): t.Validation<A> {
    const type = this.form(value);
    if (type === null) return t.failure(value, t.appendContext(parent, key, this, value));
    return readBelow(type, value, parent, key);
  }

  override explain(value: unknown): Explanation {
    const message = `expected ${this.name}, got ${showValue(value)}`;
    return {
      code: "E104",
      message,
      why: "the field may be written in several ways, but not in this one",
      fix: this.fix,
    };
  }

  override describe(): JsonSchema {
    const found = PROBES.map((probe) => this.form(probe)).filter((type) => type !== null);
    const distinct = new Map(found.map((type) => [JSON.stringify(describeType(type)), describeType(type)]));
    return { description: this.fix, anyOf: [...distinct.values()] };
  }
}

/** A value that may be written in several ways; `form` picks the type by looking at it. */
export const forms = <A>(
  name: string,
  form: (value: unknown) => t.Type<A, unknown, unknown> | null,
  fix: string,
): Schema<A> => new FormsSchema(name, form, fix);

export interface Choice<A> {
  readonly key: string;
  readonly value: A;
}

class ChoiceSchema<A> extends Schema<Choice<A>> {
  readonly #known: readonly string[];

  constructor(
    name: string,
    private readonly types: Readonly<Record<string, t.Type<A, unknown, unknown>>>,
    private readonly unsupported: Readonly<Record<string, string>>,
  ) {
    super(name, (_): _ is Choice<A> => false);
    this.#known = Object.keys(types);
  }

  override read(value: unknown, context: t.Context): t.Validation<Choice<A>> {
    if (!isMapping(value)) return t.failure(value, context);
    const known = this.#known;
    const keys = Object.keys(value);
    if (!keys.every((key) => known.includes(key))) {
      const foreign = keys.filter((key) => !known.includes(key));
      return t.failures(
        foreign.map((key) => {
          const missing = Object.hasOwn(this.unsupported, key) ? (this.unsupported[key] ?? null) : null;
          return {
            value: value[key],
            context: t.appendContext(context, key, new Refused(key, this.name, known, missing), value[key]),
          };
        }),
      );
    }
    const [key] = keys;
    const type = key === undefined ? undefined : this.types[key];
    if (key === undefined || type === undefined || keys.length > 1) return t.failure(value, context);
    const read = readBelow(type, value[key], context, key);
    return isLeft(read) ? read : t.success({ key, value: read.right });
  }

  override explain(value: unknown): Explanation {
    if (!isMapping(value)) return notAMapping(this.name, value);
    const known = this.#known;
    const given = Object.keys(value);
    return given.length === 0
      ? {
          code: "E107",
          message: `${this.name} is empty`,
          why: "exactly one of its fields is needed",
          fix: `write one of ${listed(known)}`,
        }
      : {
          code: "E108",
          message: `${listed(given, "and")} cannot be given together`,
          why: `${this.name} has exactly one of ${listed(known)}`,
          fix: "keep one of them",
        };
  }

  override describe(): JsonSchema {
    const properties = Object.fromEntries(Object.entries(this.types).map(([key, type]) => [key, describeType(type)]));
    return { type: "object", properties, additionalProperties: false, minProperties: 1, maxProperties: 1 };
  }
}

/** A mapping with exactly one of several keys. */
export const choice = <A>(
  name: string,
  types: Readonly<Record<string, t.Type<A, unknown, unknown>>>,
  unsupported: Readonly<Record<string, string>> = {},
): Schema<Choice<A>> => new ChoiceSchema(name, types, unsupported);
