// Reads JSON texts, one after another in a file, into plain data; unlike JSON.parse it says where and what is wrong.
import { shortened } from "./diagnostic.js";
import { brokenString, missingColon, syntaxError, unclosed, unexpected, unexpectedKey } from "./json-mistakes.js";
import type { JsonError } from "./json-mistakes.js";
import { keysOf, skipBlanks } from "./json-skip.js";
import { ERROR_LIMIT, NESTING_LIMIT } from "./limits.js";
import { emptyRecord } from "./record.js";

/** Of a list that begins at `open`: where its items begin, and the offset behind it. */
export interface ListPlaces {
  readonly starts: readonly number[];
  readonly end: number;
}

export interface JsonValue {
  readonly value: unknown;
  /** Of lists near the top, which can be long, by where they begin: so a place in them is found without a search. */
  readonly lists: ReadonlyMap<number, ListPlaces>;
  /** The value is text[start, end). */
  readonly start: number;
  readonly end: number;
}

export interface JsonStream {
  readonly values: readonly JsonValue[];
  /** A syntax error, if any, is the last. */
  readonly errors: readonly JsonError[];
}

class Malformed extends Error {
  constructor(readonly error: JsonError) {
    super(error.message);
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const SEPARATOR = /(?<=^|\n)---[ \t]*\r?(?:\n|$)/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const LISTED_DEPTH = 3;

const QUOTE = 34;
const BACKSLASH = 92;

class Parser {
  readonly errors: JsonError[] = [];
  private at = 0;
  private lists = new Map<number, ListPlaces>();

  constructor(private readonly text: string) {}

  /** The next value of the stream, or null at the end of the text. */
  next(): JsonValue | null {
    const start = this.skipSeparators(skipBlanks(this.text, this.at));
    if (start >= this.text.length) return null;
    this.at = start;
    const lists = (this.lists = new Map());
    const value = this.value(1);
    return { value, lists, start, end: this.at };
  }

  /** Between values a line --- may stand, as between documents of YAML. */
  private skipSeparators(from: number): number {
    let at = from;
    for (SEPARATOR.lastIndex = at; SEPARATOR.test(this.text); SEPARATOR.lastIndex = at) {
      at = skipBlanks(this.text, SEPARATOR.lastIndex);
    }
    return at;
  }

  private refuse(error: JsonError): never {
    throw new Malformed(error);
  }

  private fail(start: number, end: number, message: string, why: string, fix: string): never {
    this.refuse(syntaxError(start, end, message, why, fix));
  }

  private tell(error: JsonError): void {
    this.errors.push(error);
    if (this.errors.length >= ERROR_LIMIT) throw new Malformed(error);
  }

  private value(depth: number): unknown {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    if (code === QUOTE) return this.string();
    if (code === 123 || code === 91) {
      if (depth > NESTING_LIMIT) {
        const why = "no Kubernetes object is; such files are made to exhaust the reader";
        const error = syntaxError(
          at,
          at + 1,
          `values are nested more than ${NESTING_LIMIT} deep`,
          why,
          "flatten the file",
        );
        this.refuse({ ...error, code: "E007" });
      }
      this.at = at + 1;
      return code === 123 ? this.object(at, depth) : this.array(at, depth);
    }
    if (code === 45 || (code >= 48 && code <= 57)) return this.number();
    if (text.startsWith("true", at)) return this.word(4, true);
    if (text.startsWith("false", at)) return this.word(5, false);
    if (text.startsWith("null", at)) return this.word(4, null);
    return this.refuse(unexpected(text, at));
  }

  private word(length: number, value: boolean | null): boolean | null {
    this.at += length;
    return value;
  }

  private number(): number {
    NUMBER.lastIndex = this.at;
    const written = NUMBER.exec(this.text)?.[0];
    if (written === undefined)
      this.fail(this.at, this.at + 1, "a minus needs a number", "JSON has no other use for it", "add the digits");
    const start = this.at;
    this.at += written.length;
    const value = Number(written);
    if (!Number.isFinite(value)) {
      this.fail(
        start,
        this.at,
        "this number is too large",
        "it is beyond the range of 64-bit floats",
        "write a smaller number, or a text in quotes",
      );
    }
    return value;
  }

  private string(): string {
    const { text } = this;
    const start = this.at;
    let hasEscape = false;
    for (let ix = start + 1; ; ix += 1) {
      const code = text.charCodeAt(ix);
      if (code === QUOTE) {
        this.at = ix + 1;
        const inside = text.slice(start + 1, ix);
        return hasEscape ? (JSON.parse(text.slice(start, ix + 1)) as string) : inside;
      }
      if (code === BACKSLASH) {
        hasEscape = true;
        ix = this.escape(ix) - 1;
      } else if (!(code >= 32)) this.refuse(brokenString(text, start, ix));
    }
  }

  private escape(at: number): number {
    ESCAPE.lastIndex = at;
    const written = ESCAPE.exec(this.text)?.[0];
    if (written !== undefined) return at + written.length;
    return this.fail(
      at,
      at + 2,
      "this escape is not known",
      'after a backslash JSON allows " \\ / b f n r t and u with four hex digits',
      "write two backslashes",
    );
  }

  private array(open: number, depth: number): unknown[] {
    const items: unknown[] = [];
    const starts: number[] | null = depth <= LISTED_DEPTH ? [] : null;
    this.at = skipBlanks(this.text, this.at);
    if (this.text.charCodeAt(this.at) === 93) {
      this.at += 1;
      return items;
    }
    for (;;) {
      starts?.push(this.at);
      items.push(this.value(depth + 1));
      if (!this.endsAfter(93, open)) continue;
      if (starts !== null) this.lists.set(open, { starts, end: this.at });
      return items;
    }
  }

  private object(open: number, depth: number): unknown {
    const record = emptyRecord();
    this.at = skipBlanks(this.text, this.at);
    if (this.text.charCodeAt(this.at) === 125) {
      this.at += 1;
      return record;
    }
    for (;;) {
      if (this.text.charCodeAt(this.at) !== QUOTE) this.refuse(unexpectedKey(this.text, open, this.at));
      const start = this.at;
      const key = this.string();
      if (key in record) this.tellRepeated(key, open, start);
      this.at = skipBlanks(this.text, this.at);
      if (this.text.charCodeAt(this.at) !== 58) this.refuse(missingColon(this.text, open, this.at));
      const valueAt = skipBlanks(this.text, this.at + 1);
      if (key === "__proto__") this.tellForbidden(start, this.at);
      this.at = valueAt;
      const value = this.value(depth + 1);
      if (key !== "__proto__") record[key] = value;
      if (this.endsAfter(125, open)) return record;
    }
  }

  /** After an item: true behind the closing bracket, false in front of the next item. */
  private endsAfter(close: number, open: number): boolean {
    const { text } = this;
    const at = skipBlanks(text, this.at);
    const code = text.charCodeAt(at);
    if (code === close) {
      this.at = at + 1;
      return true;
    }
    const bracket = String.fromCharCode(close);
    if (code === 44) {
      this.at = skipBlanks(text, at + 1);
      if (text.charCodeAt(this.at) !== close) return false;
      this.fail(
        at,
        at + 1,
        `there is a comma before the closing ${bracket}`,
        "JSON has commas only between items",
        "remove the comma",
      );
    }
    if (Number.isNaN(code)) this.refuse(unclosed(text, open));
    return this.fail(
      at,
      at + 1,
      `a comma or ${bracket} is missing before this`,
      "items are separated by commas",
      "add the comma",
    );
  }

  private tellForbidden(start: number, end: number): void {
    this.tell({
      code: "E009",
      message: "the key __proto__ is not allowed",
      why: "in many programs it changes what every other object contains; no Kubernetes object needs it",
      fix: "remove it, or choose another name",
      start,
      end,
    });
  }

  private tellRepeated(key: string, open: number, start: number): void {
    const first = keysOf(this.text, open, start).find((entry) => entry.key === key);
    this.tell({
      code: "E008",
      message: `the key "${shortened(key)}" is given twice`,
      why: "readers silently keep one of the two values, and not always the same one",
      fix: "remove one of them, or rename it",
      start,
      end: this.at,
      ...(first === undefined ? {} : { note: { start: first.start, end: first.end, label: "first given here" } }),
    });
  }
}

/** Whether a file is to be tried as JSON first: kubectl decides by the same first character. */
export const looksLikeJson = (text: string): boolean => {
  const first = text.charCodeAt(skipBlanks(text, 0));
  return first === 123 || first === 91;
};

/** All values of the text. Never throws for what the text contains. */
export const parseJsonStream = (text: string): JsonStream => {
  const parser = new Parser(text);
  const values: JsonValue[] = [];
  try {
    for (let next = parser.next(); next !== null; next = parser.next()) values.push(next);
  } catch (thrown) {
    if (!(thrown instanceof Malformed)) throw thrown;
    if (!parser.errors.includes(thrown.error)) parser.errors.push(thrown.error);
  }
  return { values, errors: parser.errors };
};
