// Codecs of single values: texts, numbers, closed sets of words, quantities.
import { LeafType, listOf, mapOf } from "./api-type.js";
import { didYouMean } from "./did-you-mean.js";
import { fieldText, showValue } from "./errors.js";
import type { Explanation, Path } from "./errors.js";

const wrongType =
  (expected: string, goType: string, fixOf: (value: unknown) => Pick<Explanation, "fix" | "isUnquoted"> = () => ({})) =>
  (value: unknown): Explanation => ({
    code: "E104",
    message: `expected ${expected}, got ${showValue(value)}`,
    why: `Kubernetes declares this field as ${goType}`,
    ...fixOf(value),
  });

const quoteIt = (value: unknown): Pick<Explanation, "fix" | "isUnquoted"> =>
  typeof value === "number" || typeof value === "boolean"
    ? { fix: `put it in quotes: "${String(value)}"`, isUnquoted: true }
    : {};

const isInt = (value: unknown, limit: number): value is number =>
  Number.isInteger(value) && Number(value) >= -limit - 1 && Number(value) <= limit;

const unquoteIt = (value: unknown): Pick<Explanation, "fix"> =>
  typeof value === "string" && /^-?\d+$/.test(value) ? { fix: `remove the quotes: ${value}` } : {};

const anInteger = (goType: string, limit: number): LeafType<number> =>
  new LeafType(
    "a whole number",
    // Adding 0 turns a negative zero into 0 and leaves every other number as it is.
    (value) => (isInt(value, limit) ? value + 0 : undefined),
    wrongType("a whole number", goType, unquoteIt),
    [0],
  );

export const text: LeafType<string> = new LeafType(
  "a text",
  (value) => (typeof value === "string" ? value : undefined),
  wrongType("a text", "a string", quoteIt),
  [""],
);

export const yesOrNo: LeafType<boolean> = new LeafType(
  "true or false",
  (value) => (typeof value === "boolean" ? value : undefined),
  wrongType("true or false", "a boolean", (value) =>
    value === "true" || value === "false" ? { fix: `remove the quotes: ${value}` } : {},
  ),
  [false],
);

export const int32: LeafType<number> = anInteger("int32", 2 ** 31 - 1);

/** An int64 as far as JavaScript is exact: |n| < 2^53. */
export const int64: LeafType<number> = anInteger("int64", Number.MAX_SAFE_INTEGER - 1);

/** A number or a text: a port's number or name, a count or a percentage. */
export const intOrText: LeafType<number | string> = new LeafType<number | string>(
  "a whole number or a text",
  (value) => (typeof value === "string" ? value : isInt(value, 2 ** 31 - 1) ? value + 0 : undefined),
  wrongType("a whole number or a text", "int-or-string"),
  [0, ""],
);

export const texts = listOf(text);
export const textMap = mapOf(text);

interface EnumerationWords {
  /** Kubernetes' words where it does not list the supported values, e.g. "not a valid selector operator". */
  readonly invalid?: string;
  /** Whether Kubernetes calls "" a missing value rather than an unsupported one. */
  readonly emptyIsMissing?: boolean;
}

/** One of a closed set of words. */
export const enumeration = <const A extends string>(
  values: readonly A[],
  words: EnumerationWords = {},
): LeafType<A> => {
  const known: ReadonlySet<string> = new Set(values);
  // "" is how a field says nothing, no choice to offer.
  const choices = values.filter((value) => value !== "");
  const supported = choices.map((value) => JSON.stringify(value)).join(", ");
  const explain = (value: unknown, path: Path): Explanation => {
    if (typeof value !== "string") return wrongType(`one of ${supported}`, "a string")(value);
    if (value === "" && words.emptyIsMissing === true) {
      const fix = `write one of ${supported}`;
      return { code: "E302", message: `${fieldText(path)}: Required value`, why: "a real API server rejects it", fix };
    }
    const meant = didYouMean(value, choices);
    const [code, type, detail] =
      words.invalid === undefined
        ? (["E303", "Unsupported value", `supported values: ${supported}`] as const)
        : (["E304", "Invalid value", words.invalid] as const);
    return {
      code,
      message: `${fieldText(path)}: ${type}: ${showValue(value)}`,
      why: `a real API server rejects it: ${detail}`,
      fix: meant === null ? `write one of ${supported}` : `did you mean ${meant}?`,
    };
  };
  const isMember = (value: unknown): value is A => typeof value === "string" && known.has(value);
  return new LeafType<A>(`one of ${supported}`, (value) => (isMember(value) ? value : undefined), explain, [""]);
};

/** Exactly this word: the apiVersion and kind of an object whose codec was chosen by them. */
export const constant = <const A extends string>(value: A): LeafType<A> => enumeration([value]);
