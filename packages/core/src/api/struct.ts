// Codecs of objects: each level knows which of its fields are modelled, which Kubernetes knows and podsim does not
// model, and which have no effect on anything simulated; any other field is an error.
import * as t from "io-ts";
import { ApiType, decodeKnown, isRecord, noFindings } from "./api-type.js";
import type { Findings, JsonRecord } from "./api-type.js";
import { contextPath, fieldText, showValue, UnknownField } from "./errors.js";
import type { Explaining, Explanation } from "./errors.js";

interface Field<A> {
  readonly codec: ApiType<A>;
  /** Whether the type's own zero ("", 0, false, [] or {}) means that the field is not set, as in fields of Go that are no pointers. */
  readonly zeroIsAbsent: boolean;
}

export interface OptionalField<A> extends Field<A> {
  readonly kind: "optional";
}

export interface DefaultedField<A> extends Field<A> {
  readonly kind: "defaulted";
  readonly fallback: A;
  /** Whether leaving the field out is an error. */
  readonly required: boolean;
  /** Whether the rest of its level means nothing while this field is unreadable. */
  readonly governs: boolean;
}

/** A field that may be missing; a zero value is the same as none. */
export const optional = <A>(codec: ApiType<A>): OptionalField<A> => ({ kind: "optional", codec, zeroIsAbsent: true });

/** A field that may be missing; a zero value is a value. */
export const optionalPointer = <A>(codec: ApiType<A>): OptionalField<A> => ({
  kind: "optional",
  codec,
  zeroIsAbsent: false,
});

/** A field read as `absentAs` where it is missing or zero. */
export const defaulted = <A>(codec: ApiType<A>, absentAs: unknown): DefaultedField<A> => ({
  kind: "defaulted",
  codec,
  zeroIsAbsent: true,
  fallback: decodeKnown(codec, absentAs),
  required: false,
  governs: false,
});

/** A field read as `absentAs` where it is missing; a zero value is a value. */
export const defaultedPointer = <A>(codec: ApiType<A>, absentAs: unknown): DefaultedField<A> => ({
  ...defaulted(codec, absentAs),
  zeroIsAbsent: false,
});

/** A word that has to be given; "" is an error. `fallback` stands in for it while the rest is looked at. */
export const required = <A extends string>(codec: ApiType<A>, fallback: A): DefaultedField<A> => ({
  ...defaulted(codec, fallback),
  required: true,
});

/** A word that has to be given and by which the rest of its level is read. */
export const governing = <A extends string>(codec: ApiType<A>, fallback: A): DefaultedField<A> => ({
  ...required(codec, fallback),
  governs: true,
});

/** One field per field of A: optional where A's is. */
export type StructFields<A extends object> = {
  readonly [K in keyof A]-?: Record<never, never> extends Pick<A, K>
    ? OptionalField<Required<A>[K]>
    : DefaultedField<A[K]>;
};

/** A field Kubernetes would act on: what the run does instead, and for which values that makes a difference. */
export type NotModelled = string | { readonly consequence: string; readonly matters: (value: unknown) => boolean };

export interface OtherFields {
  /** Kept, not looked into, reported as ignored (W501). */
  readonly notModelled?: Readonly<Record<string, NotModelled>>;
  /** Kept and passed over in silence: nothing simulated can depend on them. */
  readonly inert?: readonly string[];
}

/** Any field, all of one shape: they are read in one loop, which is the faster for it. */
interface NamedField {
  readonly name: string;
  readonly isOptional: boolean;
  readonly codec: ApiType<unknown>;
  readonly zeroIsAbsent: boolean;
  readonly fallback: unknown;
  readonly required: boolean;
  readonly governs: boolean;
}

const namedField = (name: string, field: OptionalField<unknown> | DefaultedField<unknown>): NamedField => {
  const { codec, zeroIsAbsent } = field;
  if (field.kind === "optional") {
    return { name, isOptional: true, codec, zeroIsAbsent, fallback: undefined, required: false, governs: false };
  }
  const { fallback, required: isRequired, governs } = field;
  return { name, isOptional: false, codec, zeroIsAbsent, fallback, required: isRequired, governs };
};

const isEmpty = (value: unknown): boolean =>
  value === "" || value === false || (typeof value === "object" && Object.keys(value ?? {}).length === 0);

export class StructType<A extends object> extends ApiType<A> implements Explaining {
  override readonly ofNull: unknown = {};
  private readonly fields: readonly NamedField[];
  private readonly modelled: ReadonlySet<string>;
  private readonly notModelled: ReadonlyMap<string, NotModelled>;
  private readonly inert: ReadonlySet<string>;
  private readonly unknownField: UnknownField;

  constructor(
    name: string,
    fields: Readonly<Record<string, OptionalField<unknown> | DefaultedField<unknown>>>,
    other: OtherFields,
  ) {
    const named = Object.entries(fields).map(([field, rest]) => namedField(field, rest));
    super(name, (value): value is A => {
      if (!isRecord(value)) return false;
      return named.every((field) =>
        Object.hasOwn(value, field.name) ? field.codec.is(value[field.name]) : field.isOptional,
      );
    });
    this.fields = named;
    this.modelled = new Set(Object.keys(fields));
    this.notModelled = new Map(Object.entries(other.notModelled ?? {}));
    this.inert = new Set(other.inert);
    this.unknownField = new UnknownField(name, new Set([...this.modelled, ...this.notModelled.keys(), ...this.inert]));
  }

  /** A value that is no object is read as an empty one: with an error, and all defaults. */
  override read(value: unknown, context: t.Context, findings: Findings): A {
    if (!isRecord(value)) findings.errors.push({ value, context });
    const given: JsonRecord = isRecord(value) ? value : {};
    const draft: Record<string, unknown> = {};
    for (const field of this.fields) {
      const raw = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
      const absent = raw === undefined || raw === null || (field.zeroIsAbsent && field.codec.isZero(raw));
      const missing = absent && field.required;
      const read = absent && !missing ? undefined : field.codec.readAt(raw ?? "", context, field.name, findings);
      if (read !== undefined) draft[field.name] = read;
      else if (!field.isOptional) {
        draft[field.name] = field.fallback;
        if (field.governs) findings.unread.push(contextPath(context));
      }
    }
    for (const key of Object.keys(given)) {
      if (!this.modelled.has(key)) this.readOther(key, given[key], context, draft, findings);
    }
    // The loop over the fields has given every field of A its value or its default.
    return draft as A;
  }

  explain(value: unknown): Explanation {
    const some = this.fields.slice(0, 3).map(({ name }) => name);
    const fix = Array.isArray(value)
      ? "one object is wanted here: remove the dashes in front of its fields"
      : "write its fields under it, one a line";
    return {
      code: "E104",
      message: `expected an object with ${some.join(", ")}${this.fields.length > 3 ? " …" : ""}, got ${showValue(value)}`,
      why: `Kubernetes declares this field as ${this.name}`,
      fix,
    };
  }

  private readOther(
    key: string,
    value: unknown,
    context: t.Context,
    draft: Record<string, unknown>,
    findings: Findings,
  ): void {
    if (this.inert.has(key)) {
      draft[key] = value;
      return;
    }
    const rule = this.notModelled.get(key);
    if (rule === undefined) {
      findings.errors.push({ value, context: t.appendContext(context, key, this.unknownField, value) });
      return;
    }
    draft[key] = value;
    if (isEmpty(value) || (typeof rule === "object" && !rule.matters(value))) return;
    const path = [...contextPath(context), key];
    const consequence = typeof rule === "string" ? rule : rule.consequence;
    findings.ignored.push({ path, field: fieldText(path), code: "W501", consequence });
  }
}

/** The codec of an object. The field order given is the order of the decoded object's keys. */
export const struct = <A extends object>(
  name: string,
  fields: StructFields<A>,
  other: OtherFields = {},
): StructType<A> =>
  // StructFields<A> is a record of fields whose values this generic code does not look at.
  new StructType<A>(name, fields as unknown as Readonly<Record<string, OptionalField<unknown>>>, other);

/**
 * A struct whose defaults need a look at several of its fields: `complete` makes an A of the fields read, which are its own.
 * It adds keys to them and spreads none: a key after a spread is a hidden class of its own for every object.
 */
class CompletedType<Draft extends object, A extends object> extends ApiType<A> implements Explaining {
  override readonly ofNull: unknown = {};

  constructor(
    private readonly draft: StructType<Draft>,
    private readonly complete: (draft: Draft) => A,
  ) {
    super(draft.name, (value): value is A => draft.is(value));
  }

  override read(value: unknown, context: t.Context, findings: Findings): A {
    return this.complete(this.draft.read(value, context, findings));
  }

  explain(value: unknown): Explanation {
    return this.draft.explain(value);
  }
}

export const completed = <Draft extends object, A extends object>(
  draft: StructType<Draft>,
  complete: (draft: Draft) => A,
): ApiType<A> => new CompletedType(draft, complete);

/** Decodes with everything found: for callers that want problems and value side by side. */
export const readWhole = <A extends object>(
  type: ApiType<A>,
  value: unknown,
): { value: A | undefined; findings: Findings } => {
  const findings = noFindings();
  return { value: type.read(value, [{ key: "", type, actual: value }], findings), findings };
};
