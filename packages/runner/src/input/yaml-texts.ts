// Texts of YAML as programs write it: quoted, plain, over several lines, or as a block.
import { lineEnd, NotPlainYaml, skipSpaces } from "./yaml-lines.js";

export interface TextSpan {
  readonly value: string;
  /** Behind the last character. */
  readonly end: number;
}

const NEWLINE = 10;
const TAB = 9;
const SPACE = 32;

/** Line breaks in a text that is not a block: one is a space, more are one less. */
const folded = (lines: readonly string[]): string => {
  let value = lines[0] ?? "";
  let breaks = 0;
  for (const line of lines.slice(1)) {
    if (line === "") {
      breaks++;
      continue;
    }
    value += breaks === 0 ? ` ${line}` : "\n".repeat(breaks) + line;
    breaks = 0;
  }
  return value;
};

/** The lines of text[from, to), the first as it stands, the others without the blanks around; null if one is not so. */
const trimmedLines = (text: string, from: number, to: number, indent: number): readonly string[] => {
  const lines = text.slice(from, to).split("\n");
  return lines.map((line, k) => {
    const first = skipSpaces(line, 0);
    if (line.charCodeAt(first) === TAB || line.charCodeAt(line.length - 1) === TAB) throw new NotPlainYaml(from);
    const isLast = k === lines.length - 1;
    if (k > 0 && first < line.length && first <= indent) throw new NotPlainYaml(from);
    const start = k === 0 ? 0 : first;
    if (isLast) return line.slice(start);
    return line.slice(start).replace(/ +$/, "");
  });
};

/** 'text' that begins at `at`; further lines are indented by more than `indent`. */
export const singleQuoted = (text: string, at: number, indent: number): TextSpan => {
  let end = at + 1;
  for (;;) {
    end = text.indexOf("'", end);
    if (end < 0) throw new NotPlainYaml(at);
    if (text.charCodeAt(end + 1) !== 39) break;
    end += 2;
  }
  const newline = text.indexOf("\n", at);
  const inside =
    newline < 0 || newline > end ? text.slice(at + 1, end) : foldedQuoted(trimmedLines(text, at + 1, end, indent), at);
  return { value: inside.includes("'") ? inside.replaceAll("''", "'") : inside, end: end + 1 };
};

/** Blanks before the closing quote on a line of its own are a text of their own: rare, and left to the library. */
const foldedQuoted = (lines: readonly string[], at: number): string => {
  if (lines.at(-1)?.trim() === "" || lines[0]?.trim() === "") throw new NotPlainYaml(at);
  return folded(lines);
};

/** "text" that begins at `at`; further lines are indented by more than `indent`. */
export const doubleQuoted = (text: string, at: number, indent: number): TextSpan => {
  let end = text.indexOf('"', at + 1);
  const isPlain = end >= 0 && !text.slice(at + 1, end).includes("\\");
  if (!isPlain) {
    for (end = at + 1; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 92) end++;
      else if (code === 34) break;
    }
  }
  if (end < 0 || end >= text.length) throw new NotPlainYaml(at);
  const newline = text.indexOf("\n", at);
  const isOneLine = newline < 0 || newline > end;
  if (isPlain && isOneLine) return { value: text.slice(at + 1, end), end: end + 1 };
  const inside = isOneLine ? text.slice(at + 1, end) : joinedDouble(text, at, end, indent);
  return { value: isPlain ? inside : unescaped(inside, at), end: end + 1 };
};

/** A backslash at the end of a line joins it to the next without a blank; another keeps the blank behind it. */
const joinedDouble = (text: string, at: number, end: number, indent: number): string => {
  const lines = trimmedLines(text, at + 1, end, indent);
  if (lines.at(-1)?.trim() === "" || lines[0]?.trim() === "") throw new NotPlainYaml(at);
  let value = "";
  let waiting: string[] = [];
  for (const line of lines) {
    if (!/(^|[^\\])(\\\\)*\\$/.test(line)) {
      waiting.push(line);
      continue;
    }
    value += folded([...waiting, line.slice(0, -1)]);
    waiting = [];
  }
  if (waiting[0] === "") throw new NotPlainYaml(at);
  return value + folded(waiting);
};

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\u0007",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\u000b",
  f: "\f",
  r: "\r",
  e: "\u001b",
  " ": " ",
  '"': '"',
  // YAML does not know it, but kubectl's reader does.
  "'": "'",
  "/": "/",
  "\\": "\\",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
};

const unescaped = (inside: string, at: number): string =>
  inside.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S])|$)/g, (_, x, u, long, one) => {
    const digits = (x ?? u ?? long) as string | undefined;
    if (digits !== undefined) {
      const code = Number.parseInt(digits, 16);
      if (code > 0x10ffff) throw new NotPlainYaml(at);
      return String.fromCodePoint(code);
    }
    const meant = ESCAPES[String(one)];
    if (meant === undefined) throw new NotPlainYaml(at);
    return meant;
  });

/** Whether the line goes on as a plain text; comments and keys in it are not plain. */
const plainEnd = (text: string, from: number, to: number): number => {
  let end = to;
  while (end > from && text.charCodeAt(end - 1) === SPACE) end--;
  const line = text.slice(from, end);
  if (line.includes(": ") || line.endsWith(":") || line.includes(" #") || line.includes("\t")) {
    throw new NotPlainYaml(from);
  }
  return end;
};

/** A text without quotes that begins at `at`, on a line that ends at `stop`; further lines are indented by more. */
export const plainText = (text: string, at: number, stop: number, indent: number): TextSpan => {
  let end = plainEnd(text, at, stop);
  let next = stop + 1;
  if (next >= text.length || !goesOn(text, next, indent)) return { value: text.slice(at, end), end };
  const lines = [text.slice(at, end)];
  while (next < text.length) {
    const first = skipSpaces(text, next);
    if (text.charCodeAt(first) === NEWLINE) {
      lines.push("");
      next = first + 1;
      continue;
    }
    if (first - next <= indent || first >= text.length) break;
    const lineStop = lineEnd(text, first);
    const code = text.charCodeAt(first);
    // A dash or a comment there may mean something else.
    if (code === 35 || code === 45 || code === 63) throw new NotPlainYaml(first);
    end = plainEnd(text, first, lineStop);
    lines.push(text.slice(first, end));
    next = lineStop + 1;
  }
  while (lines.at(-1) === "") lines.pop();
  return { value: folded(lines), end };
};

/** Whether the text of a line goes on behind it: the next line that is not blank is indented by more. */
const goesOn = (text: string, line: number, indent: number): boolean => {
  let at = line;
  for (;;) {
    const first = skipSpaces(text, at);
    if (first >= text.length) return false;
    if (text.charCodeAt(first) !== NEWLINE) return first - at > indent;
    at = first + 1;
  }
};

const HEADER = /^\|([1-9])?([-+])?([1-9])?[ ]*$/;

/** A block text whose header |, |- or |+ begins at `at`, on a line that ends at `stop`. `end` is behind its last line. */
export const blockText = (text: string, at: number, stop: number, indent: number): TextSpan => {
  const header = HEADER.exec(text.slice(at, stop));
  if (header === null || (header[1] !== undefined && header[3] !== undefined)) throw new NotPlainYaml(at);
  const told = header[1] ?? header[3];
  let depth = told === undefined ? -1 : Math.max(indent, 0) + Number(told);
  if (told !== undefined && indent < 0) throw new NotPlainYaml(at);
  const lines: string[] = [];
  let line = stop + 1;
  while (line < text.length) {
    const first = skipSpaces(text, line);
    const lineStop = lineEnd(text, first);
    if (first === lineStop) {
      // Blanks beyond the indentation are part of the text, or wrong before it is known.
      if (first - line > (depth < 0 ? indent : depth)) throw new NotPlainYaml(line);
      lines.push("");
      line = lineStop + 1;
      continue;
    }
    if (depth < 0 && first - line > indent) depth = first - line;
    if (depth < 0 || first - line < depth) {
      if (first - line > indent && depth >= 0) throw new NotPlainYaml(line);
      break;
    }
    if (text.charCodeAt(first) === TAB) throw new NotPlainYaml(line);
    lines.push(text.slice(line + depth, lineStop));
    line = lineStop + 1;
  }
  const end = Math.min(line, text.length);
  let trailing = 0;
  while (lines.at(-1) === "") {
    lines.pop();
    trailing++;
  }
  const endsWithBreak = line <= text.length;
  if (!endsWithBreak) throw new NotPlainYaml(at);
  const chomp = header[2] ?? "";
  const body = lines.join("\n");
  if (chomp === "-") return { value: body, end };
  if (chomp === "+")
    return { value: lines.length === 0 ? "\n".repeat(trailing) : body + "\n".repeat(1 + trailing), end };
  return { value: lines.length === 0 ? "" : `${body}\n`, end };
};
