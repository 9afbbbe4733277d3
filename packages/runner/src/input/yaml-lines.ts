// Finds its way over YAML as programs write it: blocks made of whole lines, told apart by their indentation.

/** The text means something these readers do not know, or is no YAML: it has to be read by the yaml library. */
export class NotPlainYaml extends Error {
  constructor(
    /** Where that was noticed. */
    readonly at: number,
  ) {
    super(`not plain YAML at ${at}`);
  }
}

const SPACE = 32;
const NEWLINE = 10;
const HASH = 35;
const DASH = 45;
const COLON = 58;

/** The end of the line: where its line break is, or the end of the text. */
export const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
};

/** The first character behind `at` that is no space. */
export const skipSpaces = (text: string, at: number): number => {
  let ix = at;
  while (text.charCodeAt(ix) === SPACE) ix++;
  return ix;
};

/** The start of the next line with something on it, from the line that begins at `at` on. A comment is not expected. */
export const nextLine = (text: string, at: number): number => {
  const line = skipBlank(text, at);
  if (text.charCodeAt(skipSpaces(text, line)) === HASH) throw new NotPlainYaml(line);
  return line;
};

/** The same behind comments: the library has rules of its own for those within values. */
export const skipComments = (text: string, at: number): number => {
  let line = skipBlank(text, at);
  while (text.charCodeAt(skipSpaces(text, line)) === HASH) line = skipBlank(text, lineEnd(text, line) + 1);
  return line;
};

const skipBlank = (text: string, at: number): number => {
  let line = at;
  for (;;) {
    if (line >= text.length) return text.length;
    const first = skipSpaces(text, line);
    if (first >= text.length) return text.length;
    if (text.charCodeAt(first) !== NEWLINE) return line;
    line = first + 1;
  }
};

/** Whether an item of a list begins here. */
export const isItem = (text: string, at: number): boolean => {
  if (text.charCodeAt(at) !== DASH) return false;
  const next = text.charCodeAt(at + 1);
  return next === SPACE || next === NEWLINE || Number.isNaN(next);
};

/**
 * The start of the line behind a block whose lines are indented by more than `indent`, from the line that begins at
 * `line` on. Items of a list in line with the key they belong to are part of it where `withItems`. Of a block that
 * reaches beyond `stop`, a line of it there.
 */
export const skipBlock = (
  text: string,
  line: number,
  indent: number,
  withItems: boolean,
  stop = text.length,
): number => {
  let at = line;
  while (at < stop) {
    const first = skipSpaces(text, at);
    const depth = first - at;
    const isBlank = text.charCodeAt(first) === NEWLINE || first >= text.length;
    if (!isBlank && depth <= indent && !(withItems && depth === indent && isItem(text, first))) return at;
    at = lineEnd(text, first) + 1;
  }
  return Math.min(at, text.length);
};

export interface KeySpan {
  readonly start: number;
  /** Quotes included. */
  readonly end: number;
  /** Behind the colon. */
  readonly after: number;
}

const KEY_LENGTH_MAX = 1024;
/** What a plain text cannot begin with. */
const INDICATORS: ReadonlySet<number> = new Set([..."[]{},&*!|>%@\"'#`"].map((sign) => sign.charCodeAt(0)));

export const isIndicator = (code: number): boolean => INDICATORS.has(code);

/** Behind the closing quote; -1 = it is not on this line. */
const quotedEnd = (text: string, at: number, stop: number): number => {
  const quote = text.charCodeAt(at);
  for (let ix = at + 1; ix < stop; ix++) {
    const code = text.charCodeAt(ix);
    if (code === 92 && quote === 34) ix++;
    else if (code === quote) {
      if (quote !== 39 || text.charCodeAt(ix + 1) !== 39) return ix + 1;
      ix++;
    }
  }
  return -1;
};

/** The key that begins at `at`, on a line that ends at `stop`; null if there is none, but a text. */
export const keyAt = (text: string, at: number, stop: number): KeySpan | null => {
  const first = text.charCodeAt(at);
  if (first === 34 || first === 39) {
    const end = quotedEnd(text, at, stop);
    if (end < 0 || text.charCodeAt(end) !== COLON) return null;
    if (end - at > KEY_LENGTH_MAX) throw new NotPlainYaml(at);
    const next = text.charCodeAt(end + 1);
    if (end + 1 < stop && next !== SPACE) throw new NotPlainYaml(end);
    return { start: at, end, after: end + 1 };
  }
  if (isIndicator(first)) return null;
  for (let colon = at; colon < stop; colon++) {
    if (text.charCodeAt(colon) !== COLON) continue;
    if (colon + 1 < stop && text.charCodeAt(colon + 1) !== SPACE) continue;
    if (colon === at || text.charCodeAt(colon - 1) === SPACE || colon - at > KEY_LENGTH_MAX) throw new NotPlainYaml(at);
    return { start: at, end: colon, after: colon + 1 };
  }
  return null;
};
