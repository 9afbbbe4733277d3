// Turns YAML text into syntax trees with offsets, one per document, giving up early on text made to exhaust the reader.
import { Composer, Lexer, Parser } from "yaml";
import type { CST, ParsedNode } from "yaml";
import { DOCUMENT_LIMIT, ERROR_LIMIT, NESTING_LIMIT } from "./limits.js";

/** A syntax error as the yaml library words it; text[start, end) is where it noticed. */
export interface YamlSyntaxError {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface SyntaxTree {
  /** Null when errors left nothing to look at. */
  readonly contents: ParsedNode | null;
  /** In the order of the text. */
  readonly errors: readonly YamlSyntaxError[];
}

export interface SyntaxTrees {
  readonly trees: readonly SyntaxTree[];
  /** Set when reading ended early, at this offset: the text nests too deep or has too many documents or errors. */
  readonly stopped: { readonly reason: "nesting" | "documents" | "errors"; readonly at: number } | null;
}

class TooManyErrors extends Error {}

// Plain text only: yaml-scalar.ts settles what scalars mean and yaml-value.ts finds equal keys. The library's own search
// for equal keys takes time quadratic in their number.
const OPTIONS = {
  schema: "failsafe",
  prettyErrors: false,
  uniqueKeys: false,
  resolveKnownTags: false,
  logLevel: "silent",
} as const;

type ErrorSource = number | readonly number[] | { readonly offset: number; readonly source?: string };

const spanOf = (source: ErrorSource): readonly [start: number, end: number] => {
  if (typeof source === "number") return [source, source + 1];
  if ("offset" in source) return [source.offset, source.offset + (source.source?.length ?? 1)];
  return [source[0] ?? 0, source[1] ?? 0];
};

/** What YAML has no meaning for and kubectl's reader does: \' between double quotes. */
const isReadAnyway = (code: string, message: string): boolean => code === "BAD_DQ_ESCAPE" && message.endsWith("\\'");

/**
 * A composer that hands over its errors one by one. The library would collect them without bound, a hundred bytes for
 * each byte of hostile text; its handler is not public, so a test with such text guards the name.
 */
const composerWith = (report: (error: YamlSyntaxError) => void): Composer => {
  const onError = (source: ErrorSource, code: string, message: string, warning = false): void => {
    const [start, end] = spanOf(source);
    if (!warning && !isReadAnyway(code, message)) report({ code, message, start, end });
  };
  return Object.assign(new Composer(OPTIONS), { onError });
};

const composeDocument = (token: CST.Document): SyntaxTree => {
  const errors: YamlSyntaxError[] = [];
  const composer = composerWith((error) => {
    // The library turns what is thrown inside a collection into an error of that collection: throw again until outside.
    if (errors.length >= ERROR_LIMIT) throw new TooManyErrors();
    errors.push(error);
  });
  try {
    for (const none of composer.next(token)) void none;
    for (const document of composer.end()) return { contents: document.contents as ParsedNode | null, errors };
  } catch (thrown) {
    if (!(thrown instanceof TooManyErrors)) throw thrown;
  }
  return { contents: null, errors };
};

const KNOWN_DIRECTIVE = /^%(YAML|TAG)(\s|$)/;
const BLANK: ReadonlySet<string> = new Set(["space", "comment", "newline"]);

/** Collects what the parser yields for one text. */
class Collector {
  readonly trees: SyntaxTree[] = [];
  private loose: YamlSyntaxError[] = [];
  private directive: CST.Directive | null = null;
  private looseCount = 0;

  take(token: CST.Token): void {
    if (token.type === "document") this.document(token);
    else if (token.type === "directive") this.takeDirective(token);
    else if (token.type === "doc-end") this.afterEnd(token);
    else if (token.type === "error")
      this.fail("UNEXPECTED_TOKEN", this.wording(token), token.offset, token.source.length);
  }

  get hasTooMany(): boolean {
    return this.looseCount >= ERROR_LIMIT;
  }

  /** Errors found between documents belong to the document before them, or to none. */
  finish(): void {
    if (this.directive !== null) {
      const { offset, source } = this.directive;
      this.fail("MISSING_CHAR", "Missing directives-end indicator line", offset, source.length);
      this.directive = null;
    }
    if (this.loose.length === 0) return;
    const last = this.trees.pop() ?? { contents: null, errors: [] };
    this.trees.push({ contents: last.contents, errors: [...last.errors, ...this.loose] });
    this.loose = [];
  }

  private wording(token: CST.ErrorToken): string {
    return token.source === "" ? token.message : `${token.message}: ${JSON.stringify(token.source)}`;
  }

  private fail(code: string, message: string, start: number, length: number): void {
    this.looseCount += 1;
    this.loose.push({ code, message, start, end: start + Math.max(1, length) });
  }

  private takeDirective(token: CST.Directive): void {
    if (KNOWN_DIRECTIVE.test(token.source)) this.directive = token;
    else this.fail("BAD_DIRECTIVE", `Unknown directive ${token.source}`, token.offset, token.source.length);
  }

  private document(token: CST.Document): void {
    if (token.start.some(({ type }) => type === "doc-start")) this.directive = null;
    this.finish();
    this.looseCount = 0;
    this.trees.push(composeDocument(token));
  }

  private afterEnd(token: CST.DocumentEnd): void {
    const extra = token.end?.find(({ type }) => !BLANK.has(type));
    if (extra !== undefined)
      this.fail("UNEXPECTED_TOKEN", "Unexpected text after ...", extra.offset, extra.source.length);
  }
}

/** Reads the whole text, or stops where reading on would cost much and tell nothing new. */
export const parseYamlStream = (text: string): SyntaxTrees => {
  const parser = new Parser();
  const collector = new Collector();
  const stop = (reason: "nesting" | "documents" | "errors"): SyntaxTrees => {
    collector.finish();
    return { trees: collector.trees, stopped: { reason, at: Math.min(parser.offset, text.length) } };
  };
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) collector.take(token);
    // Composing recurses: text nested a few thousand deep would end the process, not throw. The stack holds the
    // document and the innermost scalar too.
    if (parser.stack.length > NESTING_LIMIT + 2) return stop("nesting");
    if (collector.trees.length > DOCUMENT_LIMIT) return stop("documents");
    if (collector.hasTooMany) return stop("errors");
  }
  for (const token of parser.end()) collector.take(token);
  collector.finish();
  return { trees: collector.trees, stopped: null };
};
