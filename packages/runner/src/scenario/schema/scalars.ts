// Scenario values without parts: texts, numbers, flags, words of a closed list.
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { showValue } from "@podsim/core";
import { closest } from "../../input/closest.js";
import { Leaf } from "./schema.js";
import type { Explanation, Schema } from "./schema.js";
import { listed } from "./shown.js";

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number";

const wrongKind = (expected: string, value: unknown, fix: string): Explanation => ({
  code: "E104",
  message: `expected ${expected}, got ${showValue(value)}`,
  why: "the value is of another kind than the field",
  fix,
});

const notAllowed = (message: string, why: string, fix: string): Explanation => ({ code: "E108", message, why, fix });

/** A text that is not empty. */
export const text: Schema<string> = new Leaf(
  "a text",
  isText,
  (value) => {
    if (typeof value === "number" || typeof value === "boolean") {
      return left({ ...wrongKind("a text", value, `put it in quotes: "${String(value)}"`), isUnquoted: true });
    }
    if (typeof value !== "string") return left(wrongKind("a text", value, "write a text"));
    return value === ""
      ? left(notAllowed("the text is empty", "nothing is named by it", "write something"))
      : right(value);
  },
  { type: "string", minLength: 1 },
);

export const flag: Schema<boolean> = new Leaf(
  "true or false",
  (value): value is boolean => typeof value === "boolean",
  (value) =>
    typeof value === "boolean" ? right(value) : left(wrongKind("true or false", value, "write true or false")),
  { type: "boolean" },
);

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** What the number counts, for messages: "replicas". */
  readonly of?: string;
}

const boundsText = ({ min, max }: Bounds): string => {
  if (min !== undefined && max !== undefined) return `from ${String(min)} to ${String(max)}`;
  return min !== undefined ? `of at least ${String(min)}` : max !== undefined ? `of at most ${String(max)}` : "";
};

const numberWithin = (kind: string, isWhole: boolean, bounds: Bounds): Schema<number> => {
  const { min = -Infinity, max = Infinity } = bounds;
  const expected = `${kind} ${boundsText(bounds)}`.trim();
  return new Leaf(
    expected,
    isNumber,
    (value): Either<Explanation, number> => {
      if (typeof value !== "number") {
        const meant =
          typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)
            ? `remove the quotes: ${value}`
            : `write ${expected}`;
        return left(wrongKind(expected, value, meant));
      }
      if (isWhole && !Number.isSafeInteger(value)) {
        return left(
          notAllowed(
            `${String(value)} is not a whole number`,
            `${bounds.of ?? "it"} cannot be split`,
            `write ${expected}`,
          ),
        );
      }
      if (!(value >= min && value <= max)) {
        return left(notAllowed(`${String(value)} is out of range`, `expected ${expected}`, `write ${expected}`));
      }
      return right(value);
    },
    {
      type: isWhole ? "integer" : "number",
      ...(bounds.min === undefined ? {} : { minimum: bounds.min }),
      ...(bounds.max === undefined ? {} : { maximum: bounds.max }),
    },
  );
};

export const integer = (bounds: Bounds = {}): Schema<number> => numberWithin("a whole number", true, bounds);

export const number = (bounds: Bounds = {}): Schema<number> => numberWithin("a number", false, bounds);

/** One of a closed list of words. */
export const oneOf = <Word extends string>(words: readonly Word[], why = "the list is closed"): Schema<Word> => {
  const known = new Set<unknown>(words);
  const isWord = (value: unknown): value is Word => known.has(value);
  return new Leaf(
    listed(words),
    isWord,
    (value) => {
      if (isWord(value)) return right(value);
      const meant = typeof value === "string" ? closest(value, words) : null;
      const message =
        typeof value === "string"
          ? `"${value}" is not allowed here`
          : `expected ${listed(words)}, got ${showValue(value)}`;
      return left(
        notAllowed(
          message,
          `${why}: ${words.join(", ")}`,
          meant === null ? `write ${listed(words)}` : `did you mean "${meant}"?`,
        ),
      );
    },
    { enum: words },
  );
};

/** Whatever is written, as it is. */
export const anything: Schema<unknown> = new Leaf("a value", (_): _ is unknown => true, right);
