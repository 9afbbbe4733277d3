// What is wrong where a JSON text does not go on as it must: the usual slips by name, each with its remedy.
import type { ErrorCode } from "../error-pages.js";
import { shortened } from "./diagnostic.js";

export interface JsonError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly start: number;
  readonly end: number;
  /** A second place that has to do with it. */
  readonly note?: { readonly start: number; readonly end: number; readonly label: string };
}

const BARE_WORD = /[A-Za-z_$][\w$.-]*/y;

export const syntaxError = (start: number, end: number, message: string, why: string, fix: string): JsonError => ({
  code: "E002",
  message,
  why,
  fix,
  start,
  end: Math.max(end, start),
});

/** The text that begins at `start` cannot go on with what is at `at`. */
export const brokenString = (text: string, start: number, at: number): JsonError => {
  const character = text[at];
  if (character === undefined || character === "\n" || character === "\r") {
    const why = "a JSON text ends on the line it begins";
    return syntaxError(start, start + 1, "this quote is never closed", why, 'add the closing "');
  }
  return syntaxError(
    at,
    at + 1,
    "a control character stands in a text",
    "inside a text control characters must be escaped",
    `write ${character === "\t" ? "\\t" : "it as \\u00.."}`,
  );
};

/** The text ends inside what the bracket at `open` began. */
export const unclosed = (text: string, open: number): JsonError => {
  const bracket = text[open] ?? "{";
  return syntaxError(
    open,
    open + 1,
    `this ${bracket} is never closed`,
    "the file ends inside it",
    `add the closing ${bracket === "{" ? "}" : "]"}; was the file cut off?`,
  );
};

/** Behind a key something other than a colon is at `at`. */
export const missingColon = (text: string, open: number, at: number): JsonError => {
  if (at >= text.length) return unclosed(text, open);
  return syntaxError(
    at,
    at + 1,
    'a ":" is missing before this',
    "a key is followed by a colon and its value",
    "add the colon",
  );
};

/** At `at` no value can begin. */
export const unexpected = (text: string, at: number): JsonError => {
  if (at >= text.length) {
    const message = "the file ends where a value is expected";
    return syntaxError(Math.max(0, at - 1), at, message, "the JSON is not complete", "was the file cut off?");
  }
  if (text.startsWith("//", at) || text.startsWith("/*", at) || text[at] === "#") {
    return syntaxError(
      at,
      at + (text[at] === "#" ? 1 : 2),
      "JSON has no comments",
      "only values, commas and brackets may stand here",
      "remove the comment, or write the file as YAML",
    );
  }
  if (text[at] === "'") {
    return syntaxError(
      at,
      at + 1,
      "JSON texts stand in double quotes",
      "single quotes mean nothing in JSON",
      "write \"…\" instead of '…'",
    );
  }
  BARE_WORD.lastIndex = at;
  const word = BARE_WORD.exec(text)?.[0];
  if (word === undefined) {
    const why = "a value or a key in double quotes is expected";
    return syntaxError(at, at + 1, "this does not belong here", why, "remove it, or put it in quotes");
  }
  return syntaxError(
    at,
    at + word.length,
    `${shortened(word)} is not in quotes`,
    "keys and texts of JSON stand in double quotes",
    `write "${shortened(word)}"`,
  );
};

/** At `at` no key can begin. */
export const unexpectedKey = (text: string, open: number, at: number): JsonError =>
  at >= text.length ? unclosed(text, open) : unexpected(text, at);
