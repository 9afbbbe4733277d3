// Long JSON, as programs write it, read by the engine's own parser; whatever that would pass over in silence is left to the
// parser that tells of it.
import { skipBlanks } from "./json-skip.js";
import type { JsonValue } from "./json-stream.js";
import { NESTING_LIMIT } from "./limits.js";

const BACKSLASH = 92;

/** How often a key is written: a quote with a colon behind it, which within a string has a backslash before it. */
const writtenKeys = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) {
    if (text.charCodeAt(at - 1) !== BACKSLASH) count += 1;
  }
  return count;
};

/** How many keys the value has; NaN for one that is nested too deep or holds a number that is none. */
const keysIn = (value: unknown, depth: number): number => {
  if (typeof value === "number") return Number.isFinite(value) ? 0 : NaN;
  if (typeof value !== "object" || value === null) return 0;
  if (depth > NESTING_LIMIT) return NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) count += keysIn(item, depth + 1);
    return count;
  }
  for (const key in value) count += 1 + keysIn((value as Readonly<Record<string, unknown>>)[key], depth + 1);
  return count;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/**
 * The one value of a text in which nothing is wrong: no key is given twice or written with a space before its colon, none
 * is __proto__. null = the text has to be read letter by letter.
 */
export const readLongJson = (text: string): JsonValue | null => {
  if (text.includes('"__proto__"') || text.includes("\\u005f")) return null;
  const value = parsed(text);
  if (value === undefined || keysIn(value, 1) !== writtenKeys(text)) return null;
  return { value, lists: new Map(), start: skipBlanks(text, 0), end: text.trimEnd().length };
};
