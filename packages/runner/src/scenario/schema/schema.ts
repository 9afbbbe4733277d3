// The codecs of scenario files: io-ts types that say themselves what is wrong with a value, and a reporter that turns
// every failure into an issue with a place.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import type { ErrorCode } from "../../error-pages.js";
import type { Part, Path } from "../../input/located.js";

/** What is wrong with a value, in words. */
export interface Explanation {
  readonly code: ErrorCode;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** What of the place to point at; its value unless told otherwise. */
  readonly part?: Part;
  /** The piece of the value's text to point at, where not the whole of it is wrong. */
  readonly token?: string;
  /** The value is a text that YAML takes for something else: the fix is to quote it as it is written. */
  readonly isUnquoted?: true;
}

/** One thing wrong with a document, at a path from its top. */
export interface Issue extends Explanation {
  readonly path: Path;
  /** Other places that have to do with it. */
  readonly notes?: readonly { readonly path: Path; readonly label: string }[];
}

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** An io-ts type that can explain its refusals, and say to editors what it takes. */
export abstract class Schema<A> extends t.Type<A, unknown, unknown> {
  constructor(name: string, is: (value: unknown) => value is A) {
    super(
      name,
      is,
      (value, context) => this.read(value, context),
      (value) => value,
    );
  }

  abstract read(value: unknown, context: t.Context): t.Validation<A>;

  /** Reads the value below a key of the value that `parent` ends with. */
  readAt(value: unknown, parent: t.Context, key: string): t.Validation<A> {
    return this.read(value, t.appendContext(parent, key, this, value));
  }

  abstract explain(value: unknown, path: Path): Explanation;

  /** What editors are told; a parameter may stand anywhere a value without parts may. */
  describe(): JsonSchema {
    return { description: this.name };
  }
}

/** Reads the value below a key of the value that `parent` ends with. */
export const readBelow = <A>(
  type: t.Type<A, unknown, unknown>,
  value: unknown,
  parent: t.Context,
  key: string,
): t.Validation<A> =>
  type instanceof Schema
    ? (type as Schema<A>).readAt(value, parent, key)
    : type.validate(value, t.appendContext(parent, key, type, value));

/** The JSON Schema of a type. */
export const describeType = (type: t.Type<unknown, unknown, unknown> | t.Mixed): JsonSchema =>
  type instanceof Schema ? type.describe() : {};

const isExplaining = (type: object | undefined): type is Pick<Schema<unknown>, "explain"> =>
  type !== undefined && "explain" in type && typeof type.explain === "function";

/** Keys of io-ts contexts are texts; positions in lists become numbers again. */
const pathOf = (context: t.Context): Path =>
  context.slice(1).map(({ key }, ix) => (Array.isArray(context[ix]?.actual) ? Number(key) : key));

const issueOf = ({ value, context }: t.ValidationError, base: Path): Issue => {
  const path = [...base, ...pathOf(context)];
  const type = context.at(-1)?.type;
  const explanation: Explanation = isExplaining(type)
    ? type.explain(value, path)
    : {
        code: "E104",
        message: `expected ${type?.name ?? "something else"}`,
        why: "the value is of another kind",
        fix: "see the reference of scenario files",
      };
  return { ...explanation, path };
};

/** Decodes a value that stands at `base` of its document: the result, or everything wrong with it. */
export const decodeAt = <A>(
  type: t.Type<A, unknown, unknown>,
  value: unknown,
  base: Path,
): Either<readonly Issue[], A> => {
  const decoded = type.validate(value, [{ key: "", type, actual: value }]);
  return isLeft(decoded) ? { _tag: "Left", left: decoded.left.map((error) => issueOf(error, base)) } : decoded;
};

const NOWHERE: Path = [];

/** A value without parts: `parse` reads it or says what is wrong. */
export class Leaf<A> extends Schema<A> {
  constructor(
    name: string,
    is: (value: unknown) => value is A,
    private readonly parse: (value: unknown, path: Path) => Either<Explanation, A>,
    /** For editors, besides the name. */
    private readonly json: JsonSchema | null = null,
  ) {
    super(name, is);
  }

  override describe(): JsonSchema {
    if (this.json === null) return super.describe();
    return { description: this.name, anyOf: [this.json, { type: "string", pattern: "^\\$\\(params\\." }] };
  }

  override read(value: unknown, context: t.Context): t.Validation<A> {
    const parsed = this.parse(value, NOWHERE);
    return isLeft(parsed) ? t.failure(value, context) : parsed;
  }

  override readAt(value: unknown, parent: t.Context, key: string): t.Validation<A> {
    const parsed = this.parse(value, NOWHERE);
    return isLeft(parsed) ? t.failure(value, t.appendContext(parent, key, this, value)) : parsed;
  }

  override explain(value: unknown, path: Path): Explanation {
    const parsed = this.parse(value, path);
    if (isLeft(parsed)) return parsed.left;
    throw new TypeError(`${this.name} refused a value and then took it`);
  }
}
