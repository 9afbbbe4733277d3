// The base of every codec here: an io-ts type that also yields what can be read of a faulty value, so that all problems
// of an object are found at once; and its simplest members: leaves, lists and maps.
import { isRight } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { invariant } from "../invariant.js";
import { showValue } from "./errors.js";
import type { Explaining, Explanation, IgnoredField, Path } from "./errors.js";

/** What reading a value brings to light besides the value. */
export interface Findings {
  readonly errors: t.ValidationError[];
  readonly ignored: IgnoredField[];
  /** Levels that cannot be judged: the word that says what they mean is unreadable. */
  readonly unread: Path[];
}

export const noFindings = (): Findings => ({ errors: [], ignored: [], unread: [] });

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Sets a key as plain data, whatever its name: an assignment to "__proto__" would change the prototype instead. */
const putKey = (target: Record<string, unknown>, key: string, value: unknown): void => {
  if (key !== "__proto__") target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};

export abstract class ApiType<A> extends t.Type<A, unknown, unknown> {
  /** What an explicit null in a list or map of this type is read as, as Go's decoder leaves the zero value there. */
  readonly ofNull: unknown = null;

  constructor(name: string, is: (value: unknown) => value is A) {
    super(
      name,
      is,
      (value, context) => {
        const findings = noFindings();
        const read = this.read(value, context, findings);
        return findings.errors.length > 0 || read === undefined ? t.failures(findings.errors) : t.success(read);
      },
      t.identity,
    );
  }

  /**
   * Reads a value whose own entry `context` ends with. Errors go to `findings`; the result is the rest of the value
   * with its defaults, undefined when nothing can be made of it.
   */
  abstract read(value: unknown, context: t.Context, findings: Findings): A | undefined;

  /** Reads the value below a key. */
  readAt(value: unknown, parent: t.Context, key: string, findings: Findings): A | undefined {
    return this.read(value, t.appendContext(parent, key, this, value), findings);
  }

  /** Whether Kubernetes takes the value for an unset field of this type: its "", 0 or false, an empty list or map. */
  isZero(_value: unknown): boolean {
    return false;
  }
}

/** A value without parts. `parse` gives undefined for a value that is not one; it is the identity on its own results. */
export class LeafType<A extends string | number | boolean> extends ApiType<A> implements Explaining {
  override readonly ofNull: unknown;

  constructor(
    name: string,
    private readonly parse: (value: unknown) => A | undefined,
    readonly explain: (value: unknown, path: Path) => Explanation,
    /** Go's zero values of the type; a list or map has the first of them for an explicit null. */
    private readonly zeros: readonly ["" | 0 | false, ...unknown[]],
  ) {
    super(name, (value): value is A => value !== undefined && parse(value) === value);
    this.ofNull = zeros[0];
  }

  override read(value: unknown, context: t.Context, findings: Findings): A | undefined {
    const parsed = this.parse(value);
    if (parsed === undefined) findings.errors.push({ value, context });
    return parsed;
  }

  override readAt(value: unknown, parent: t.Context, key: string, findings: Findings): A | undefined {
    const parsed = this.parse(value);
    if (parsed === undefined) findings.errors.push({ value, context: t.appendContext(parent, key, this, value) });
    return parsed;
  }

  override isZero(value: unknown): boolean {
    return !value && this.zeros.includes(value);
  }
}

const wrongShape = (expected: string, declared: string, value: unknown, fix: string): Explanation => ({
  code: "E104",
  message: `expected ${expected}, got ${showValue(value)}`,
  why: `Kubernetes declares this field as ${declared}`,
  fix,
});

export class ListType<A> extends ApiType<readonly A[]> implements Explaining {
  constructor(
    private readonly item: ApiType<A>,
    name: string,
  ) {
    super(name, (value): value is readonly A[] => Array.isArray(value) && value.every((each) => item.is(each)));
  }

  override read(value: unknown, context: t.Context, findings: Findings): readonly A[] | undefined {
    if (!Array.isArray(value)) {
      findings.errors.push({ value, context });
      return undefined;
    }
    const list: A[] = [];
    for (const [i, each] of (value as unknown[]).entries()) {
      const read = this.item.readAt(each ?? this.item.ofNull, context, String(i), findings);
      if (read !== undefined) list.push(read);
    }
    return list;
  }

  override isZero(value: unknown): boolean {
    return Array.isArray(value) && value.length === 0;
  }

  explain(value: unknown): Explanation {
    return wrongShape("a list", `a list of ${this.item.name}`, value, 'start every item with a dash: "- "');
  }
}

export class MapType<A> extends ApiType<Readonly<Record<string, A>>> implements Explaining {
  constructor(
    private readonly item: ApiType<A>,
    name: string,
  ) {
    super(name, (value): value is Readonly<Record<string, A>> => {
      return isRecord(value) && Object.keys(value).every((key) => item.is(value[key]));
    });
  }

  override read(value: unknown, context: t.Context, findings: Findings): Readonly<Record<string, A>> | undefined {
    if (!isRecord(value)) {
      findings.errors.push({ value, context });
      return undefined;
    }
    const map: Record<string, A> = {};
    for (const key of Object.keys(value)) {
      const read = this.item.readAt(value[key] ?? this.item.ofNull, context, key, findings);
      if (read !== undefined) putKey(map, key, read);
    }
    return map;
  }

  override isZero(value: unknown): boolean {
    return isRecord(value) && Object.keys(value).length === 0;
  }

  explain(value: unknown): Explanation {
    const fix = "write keys with their values under it, one a line";
    return wrongShape("an object with keys of your own", `a map to ${this.item.name}`, value, fix);
  }
}

export const listOf = <A>(item: ApiType<A>): ListType<A> => new ListType(item, `a list of ${item.name}`);

export const mapOf = <A>(item: ApiType<A>): MapType<A> => new MapType(item, `a map to ${item.name}`);

/** Decodes a value known to be right; for defaults. */
export const decodeKnown = <A>(type: t.Type<A, unknown, unknown>, value: unknown): A => {
  const decoded = type.decode(value);
  invariant(isRight(decoded), () => `${type.name} does not read its own default`);
  return decoded.right;
};
