// Says in plain words what is wrong with YAML that cannot be parsed, and where the cause rather than the symptom is.
import { isCollection, isMap, isScalar, isSeq } from "yaml";
import type { ParsedNode } from "yaml";
import { diagnostic } from "./diagnostic.js";
import type { Diagnostic } from "./diagnostic.js";
import { DOCUMENT_LIMIT, NESTING_LIMIT } from "./limits.js";
import type { SourceText } from "./source-text.js";
import {
  BLOCK_IN_BRACKETS,
  CONFLICT,
  INDENTED_UNDER_VALUE,
  ITEM_FOR_KEY,
  KNOWN_ERRORS,
  MISPLACED,
  NO_COLON,
  NO_COMMA,
  SECOND_COLON,
  TEMPLATE,
} from "./syntax-words.js";
import type { Words } from "./syntax-words.js";
import type { SyntaxTree, SyntaxTrees, YamlSyntaxError } from "./yaml-stream.js";

interface Cause {
  readonly start: number;
  readonly end: number;
  readonly code: "E001" | "E002" | "E010";
  readonly words: Words;
}

interface Scene {
  readonly source: SourceText;
  readonly tree: SyntaxTree;
  readonly error: YamlSyntaxError;
}

const cause = (start: number, end: number, words: Words, code: Cause["code"] = "E002"): Cause => ({
  start,
  end,
  code,
  words,
});

const lineStart = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1;

const lineOf = (text: string, offset: number): string => {
  const end = text.indexOf("\n", offset);
  return text.slice(lineStart(text, offset), end < 0 ? text.length : end);
};

/** Where the first character of the line that is not a blank stands. */
const textStart = (text: string, offset: number): number =>
  lineStart(text, offset) + (/^[ \t]*/.exec(lineOf(text, offset))?.[0].length ?? 0);

const textEnd = (text: string, offset: number): number =>
  lineStart(text, offset) + lineOf(text, offset).trimEnd().length;

/** The node begun last before the offset, and the ones it stands in, outermost first. */
const nodesBefore = (root: ParsedNode | null, offset: number): readonly ParsedNode[] => {
  const before: ParsedNode[] = [];
  for (let node = root; node !== null;) {
    before.push(node);
    const children: readonly (ParsedNode | null)[] = isMap(node)
      ? node.items.flatMap(({ key, value }) => [key, value] as (ParsedNode | null)[])
      : isSeq(node)
        ? (node.items as (ParsedNode | null)[])
        : [];
    node = children.findLast((child) => child !== null && child.range[0] <= offset) ?? null;
  }
  return before;
};

const tabCause = ({ source }: Scene, at: number): Cause => {
  const { file } = source;
  const written = /^[\w./-]+$/.test(file) ? file : `'${file.replace(/'/g, "'\\''")}'`;
  const words = {
    message: "tabs cannot indent YAML",
    why: "YAML allows only spaces for indentation",
    fix: {
      title: `replace the tab by two spaces   (all tabs: sed -i 's/\\t/  /g' ${written})`,
      patch: { ...source.placeAt(at, at + 1), newText: "  " },
    },
  };
  return cause(at, at + 1, words, "E001");
};

/** A tab in the indentation of the line of the error, whatever the parser made of it. */
const tabBefore = ({ source: { text }, error }: Scene): number | null => {
  const indentation = /^[ \t]*/.exec(text.slice(lineStart(text, error.start), error.start + 1))?.[0] ?? "";
  const at = indentation.indexOf("\t");
  return at < 0 ? null : lineStart(text, error.start) + at;
};

const templateOrConflict = ({ source: { text }, error }: Scene): Cause | null => {
  const start = lineStart(text, error.start);
  const line = lineOf(text, error.start);
  if (/^(<{7}|={7}|>{7})(\s|$)/.test(line)) return cause(start, start + 7, CONFLICT);
  const brace = line.indexOf("{{");
  return brace < 0 ? null : cause(start + brace, start + brace + 2, TEMPLATE);
};

const unclosedQuote = ({ tree, error, source: { text } }: Scene, quote: string): Cause => {
  const begun = nodesBefore(tree.contents, error.start).findLast(
    (node) => isScalar(node) && text[node.range[0]] === quote,
  );
  const start = begun?.range[0] ?? error.start;
  return cause(start, start + 1, {
    message: "this quote is never closed",
    why: "everything from here on is read as one text",
    fix: `add the closing ${quote}${quote === "'" ? " (an apostrophe inside is written twice: '')" : ""}`,
  });
};

const unclosedBracket = ({ tree, error, source }: Scene, close: string): Cause => {
  const { text } = source;
  const bracket = close === "]" ? "[" : "{";
  const begun = nodesBefore(tree.contents, error.start - 1).findLast(
    (node) => isCollection(node) && text[node.range[0]] === bracket && text[node.range[1] - 1] !== close,
  );
  const start = begun?.range[0] ?? error.start;
  const isAtEnd = text.slice(error.start).trim() === "";
  const noticed = { ...source.placeAt(error.start, error.start + 1), label: "read up to here" };
  return cause(start, start + 1, {
    message: `this ${bracket} is never closed`,
    why: isAtEnd
      ? "the file ends inside it"
      : "what is inside brackets must end with the bracket, or be indented deeper than the line they open on",
    fix: `add the closing ${close}`,
    ...(isAtEnd || start === error.start ? {} : { notes: [noticed] }),
  });
};

const wrongColumn = ({ tree, error, source }: Scene): Cause => {
  const [item, list] = /sequence/.test(error.message) ? ["list item", "list"] : ["key", "mapping"];
  const start = textStart(source.text, error.start);
  const { col } = source.positionAt(start);
  const before = nodesBefore(tree.contents, error.start - 1).findLast((node) => isCollection(node));
  const expected = before === undefined ? col : source.positionAt(before.range[0]).col;
  return cause(start, start + 1, {
    message: `this ${item} is not in line with the others`,
    why: `the ${item}s of one ${list} begin in the same column${expected === col ? "" : `: here column ${expected}, not ${col}`}`,
    fix: "indent it like its neighbours, or deeper under the key it belongs to",
  });
};

const twoColons = ({ tree, error, source: { text } }: Scene): Cause => {
  const spread = tree.errors.find(({ code, start }) => code === "MULTILINE_IMPLICIT_KEY" && start === error.start);
  if (spread !== undefined && text.slice(error.start, spread.end).includes("\n")) {
    const start = textStart(text, spread.end);
    return cause(start, Math.max(start + 1, Math.min(spread.end, start + 200)), INDENTED_UNDER_VALUE);
  }
  return cause(error.start, textEnd(text, error.start), SECOND_COLON);
};

/** Inside brackets an item that seems to go on over the end of its line lacks the comma there. */
const noCommaAtLineEnd = ({ error, source: { text } }: Scene): Cause => {
  const end = textEnd(text, error.start);
  return cause(end, end, NO_COMMA);
};

const noColon = (scene: Scene): Cause => {
  const { error, source, tree } = scene;
  const { text } = source;
  if (tree.errors.some(({ code, start }) => code === "BLOCK_IN_FLOW" && start === error.start)) {
    return noCommaAtLineEnd(scene);
  }
  const start = textStart(text, error.start);
  const written = text.slice(start, textEnd(text, start));
  if (/^-(\s|$)/.test(written)) return cause(start, start + 1, ITEM_FOR_KEY);
  const glued = /^[\w.\-/]+:(?=[^\s/])/.exec(written)?.[0];
  if (glued === undefined) return cause(start, start + Math.max(1, written.length), NO_COLON);
  const at = start + glued.length;
  return cause(start, at, {
    message: 'a space is missing after ":"',
    why: "only a colon followed by a space separates a key from its value",
    fix: { title: "write a space behind the colon", patch: { ...source.placeAt(at, at), newText: " " } },
  });
};

const gluedComment = ({ error, source }: Scene): Cause => {
  const patch = { ...source.placeAt(error.start, error.start), newText: " " };
  return cause(error.start, error.start + 1, {
    message: "a space is missing before #",
    why: "# begins a comment only after a space",
    fix: { title: "write a space before the #", patch },
  });
};

/** What stands behind a complete value. */
const leftOver = ({ error, source: { text } }: Scene): Cause => {
  const end = Math.max(error.end, error.start + 1);
  const before = text.slice(lineStart(text, error.start), error.start).trimEnd().at(-1) ?? "";
  if (!/["'\]}]/.test(before)) return cause(error.start, end, MISPLACED);
  return cause(error.start, end, {
    message: `there is text after the closing ${before}`,
    why: "a value ends with its closing quote or bracket",
    fix: "put the whole value in quotes, or remove the text",
  });
};

const badStart = ({ error, source: { text } }: Scene): Cause => {
  const end = Math.min(textEnd(text, error.start), error.start + 60);
  return cause(error.start, error.start + 1, {
    message: `a value cannot begin with ${text[error.start] ?? "this"}`,
    why: "YAML gives this sign another meaning, or keeps it for later versions",
    fix: `put the value in quotes: "${text.slice(error.start, end)}"`,
  });
};

const badEscape = ({ error }: Scene): Cause =>
  cause(error.start, error.end, {
    message: `${error.message.replace(/^Invalid escape sequence /, "")} means nothing inside double quotes`,
    why: "a backslash there begins one of a few escapes such as \\n or \\u00e9",
    fix: "write two backslashes, or use single quotes",
  });

/** Two items run together look like a block; a real block has several lines. */
const blockInBrackets = ({ error, source: { text } }: Scene): Cause =>
  cause(error.start, error.end, text.slice(error.start, error.end).includes("\n") ? BLOCK_IN_BRACKETS : NO_COMMA);

interface Explanation {
  /** Found in the yaml library's code and message, joined by a blank. */
  readonly pattern: RegExp;
  readonly explain: (scene: Scene) => Cause;
}

const closeOf = ({ error }: Scene): string => error.message.at(-1) ?? "]";

/** Errors whose cause must be looked for in the text; the first pattern that fits explains. */
const EXPLANATIONS: readonly Explanation[] = [
  { pattern: /flow sequence pairs need to be on a single line/, explain: noCommaAtLineEnd },
  { pattern: /closing "/, explain: (scene) => unclosedQuote(scene, '"') },
  { pattern: /closing '/, explain: (scene) => unclosedQuote(scene, "'") },
  { pattern: /end with a [\]}]$/, explain: (scene) => unclosedBracket(scene, closeOf(scene)) },
  { pattern: /^BAD_INDENT.*must start at the same column/, explain: wrongColumn },
  { pattern: /Nested mappings are not allowed/, explain: twoColons },
  {
    pattern: /^(BLOCK_AS|MULTILINE)_IMPLICIT_KEY|need to be followed by map values|Missing space after :/,
    explain: noColon,
  },
  { pattern: /Comments must be separated/, explain: gluedComment },
  { pattern: /^BLOCK_IN_FLOW/, explain: blockInBrackets },
  { pattern: /^BAD_SCALAR_START/, explain: badStart },
  { pattern: /^BAD_DQ_ESCAPE/, explain: badEscape },
];

const explain = (scene: Scene): Cause => {
  const { error, source } = scene;
  if (error.code === "TAB_AS_INDENT") {
    const at = source.text.indexOf("\t", error.start);
    return tabCause(scene, tabBefore(scene) ?? (at < 0 ? error.start : at));
  }
  const special = templateOrConflict(scene);
  if (special !== null) return special;
  const tab = tabBefore(scene);
  if (tab !== null) return tabCause(scene, tab);
  const worded = `${error.code} ${error.message}`;
  const found = EXPLANATIONS.find(({ pattern }) => pattern.test(worded));
  if (found !== undefined) return found.explain(scene);
  const words = KNOWN_ERRORS.find(({ pattern }) => pattern.test(worded))?.words;
  if (words === undefined) return leftOver(scene);
  const code = error.code === "TAG_RESOLVE_FAILED" ? "E010" : "E002";
  return cause(error.start, Math.max(error.end, error.start + 1), words, code);
};

/** The first error of a document: those after it are mostly its consequences. */
export const explainYamlSyntax = (tree: SyntaxTree, source: SourceText): Diagnostic | null => {
  const [error] = [...tree.errors].sort((a, b) => a.start - b.start || a.end - b.end);
  if (error === undefined) return null;
  const { start, end, code, words } = explain({ source, tree, error });
  return diagnostic(source.file, source.placeAt(start, end), { code, ...words });
};

/** Why reading ended before the end of the text; null when the errors told are reason enough. */
export const explainStop = (
  { reason, at }: NonNullable<SyntaxTrees["stopped"]>,
  source: SourceText,
): Diagnostic | null => {
  if (reason === "errors") return null;
  const place = source.placeAt(at, at + 1);
  if (reason === "nesting") {
    return diagnostic(source.file, place, {
      code: "E007",
      message: `values are nested more than ${NESTING_LIMIT} deep`,
      why: "no Kubernetes object is; such files are made to exhaust the reader",
      fix: "flatten the file; is a closing bracket missing?",
    });
  }
  return diagnostic(source.file, place, {
    code: "E006",
    message: `the file has more than ${DOCUMENT_LIMIT} documents`,
    why: "YAML is read with the position of every value, which takes time and memory for each document",
    fix: "split the file, or convert it to JSON",
  });
};
