// The values of YAML as programs write it: blocks, texts and nothing else; blocks that repeat are read once.
import { NESTING_LIMIT } from "./limits.js";
import { emptyRecord } from "./record.js";
import {
  isIndicator,
  isItem,
  keyAt,
  lineEnd,
  nextLine,
  NotPlainYaml,
  skipBlock,
  skipComments,
  skipSpaces,
} from "./yaml-lines.js";
import type { KeySpan } from "./yaml-lines.js";
import { SHARED_LENGTH_MAX, SharedBlocks } from "./shared-blocks.js";
import { keyText, resolvePlain } from "./yaml-scalar.js";
import { blockText, doubleQuoted, plainText, singleQuoted } from "./yaml-texts.js";

/** Starts of the items of long lists near the top are kept, so that places in them are found without a search. */
const KEPT_DEPTH = 3;

/** From here on blocks of a long list's items repeat each other. */
const SHARED_DEPTH = 5;

/** Lines that begin so begin no key, or another document. */
const NO_KEY: readonly string[] = ["? ", "?\n", "---", "..."];

const beginsNoKey = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  if (code !== 45 && code !== 46 && code !== 63) return false;
  return isItem(text, at) || NO_KEY.some((sign) => text.startsWith(sign, at));
};

/** Where a value begins: on a line of its own, or behind something. */
export interface Start {
  /** The first character of the value; of an absent one, where the key's line ends. */
  readonly at: number;
  /** Lines of the value are indented by more than it; -1 at the top. */
  readonly indent: number;
  readonly kind: "none" | "list" | "mapping" | "text";
}

export class BlockReader {
  readonly text: string;
  /** By where a list begins: where its items do. */
  readonly lists = new Map<number, readonly number[]>();
  readonly #shared = new SharedBlocks();
  /** Plain keys that were read before, as they are written. */
  readonly #keys = new Map<string, string>();
  /** Behind the value read last: the start of a line. */
  #line = 0;
  /** Behind the text read last. */
  #end = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    const start = this.top();
    const value = start.kind === "none" ? null : this.value(start, 1);
    if (nextLine(this.text, this.#line) < this.text.length) throw new NotPlainYaml(this.#line);
    return value;
  }

  top(): Start {
    const { text } = this;
    const first = skipComments(text, 0);
    const line = text.startsWith("---\n", first) ? skipComments(text, first + 4) : first;
    if (text.startsWith("---", line) || text.startsWith("%", line)) throw new NotPlainYaml(line);
    this.#line = line;
    if (line >= text.length) return { at: line, indent: -1, kind: "none" };
    const at = skipSpaces(text, line);
    const kind = this.#kindOf(at, lineEnd(text, at));
    if (kind === "text") throw new NotPlainYaml(at);
    return { at, indent: -1, kind };
  }

  /** What stands behind the dash or the colon at `after`, of an entry at column `indent`. */
  behind(after: number, indent: number, isOfKey: boolean): Start {
    const { text } = this;
    const at = skipSpaces(text, after);
    const stop = lineEnd(text, at);
    const code = text.charCodeAt(at);
    if (code === 9 || code === 35) throw new NotPlainYaml(at);
    if (at < stop) {
      // Behind a key no list and no other key can begin.
      const kind = this.#kindOf(at, stop);
      if (isOfKey && kind !== "text") throw new NotPlainYaml(at);
      return { at, indent, kind };
    }
    const line = nextLine(text, stop + 1);
    const first = skipSpaces(text, line);
    const depth = first - line;
    const isDeeper = depth > indent || (isOfKey && depth === indent && isItem(text, first));
    if (line >= text.length || !isDeeper) return { at, indent, kind: "none" };
    const kind = this.#kindOf(first, lineEnd(text, first));
    return { at: first, indent, kind };
  }

  #kindOf(at: number, stop: number): Start["kind"] {
    const { text } = this;
    if (isItem(text, at)) return "list";
    const code = text.charCodeAt(at);
    if (code === 9 || (code === 63 && (at + 1 >= stop || text.charCodeAt(at + 1) === 32))) throw new NotPlainYaml(at);
    return keyAt(text, at, stop) === null ? "text" : "mapping";
  }

  value({ at, indent, kind }: Start, depth: number): unknown {
    if (depth > NESTING_LIMIT) throw new NotPlainYaml(at);
    switch (kind) {
      case "none":
        this.#line = lineEnd(this.text, at) + 1;
        return null;
      case "list":
      case "mapping":
        return depth < SHARED_DEPTH ? this.#block(at, kind, depth) : this.#sharedBlock(at, kind, depth);
      case "text":
        return this.#text(at, indent);
    }
  }

  #block(at: number, kind: "list" | "mapping", depth: number): unknown {
    return kind === "list" ? this.#list(at, depth) : this.#mapping(at, depth);
  }

  /** Read once where the text repeats it: the same letters in the same column mean the same. */
  #sharedBlock(at: number, kind: "list" | "mapping", depth: number): unknown {
    const { text } = this;
    const column = this.column(at);
    const end = blockEnd(text, at, column, kind);
    if (!this.#shared.isWorthwhile(end - at)) return this.#block(at, kind, depth);
    const block = text.slice(at, end);
    const known = this.#shared.find(column, block);
    if (known !== undefined) {
      this.#line = end;
      return known;
    }
    const value = this.#block(at, kind, depth);
    if (nextLine(text, this.#line) === end) this.#shared.keep(column, block, value);
    return value;
  }

  column(at: number): number {
    return at - (this.text.lastIndexOf("\n", at - 1) + 1);
  }

  #list(at: number, depth: number): unknown[] {
    const { text } = this;
    const column = this.column(at);
    const items: unknown[] = [];
    const starts: number[] = [];
    for (let first = at; ;) {
      starts.push(first);
      items.push(this.value(this.behind(first + 1, column, false), depth + 1));
      const line = nextLine(text, this.#line);
      first = skipSpaces(text, line);
      if (line >= text.length || first - line < column) break;
      if (first - line > column) throw new NotPlainYaml(first);
      if (!isItem(text, first)) break;
    }
    if (depth <= KEPT_DEPTH) this.lists.set(at, starts);
    return items;
  }

  #mapping(at: number, depth: number): unknown {
    const { text } = this;
    const column = this.column(at);
    const record = emptyRecord();
    for (let first = at; ;) {
      const stop = lineEnd(text, first);
      if (beginsNoKey(text, first)) throw new NotPlainYaml(first);
      const span = keyAt(text, first, stop);
      if (span === null) throw new NotPlainYaml(first);
      const key = this.key(span);
      if (key in record) throw new NotPlainYaml(first);
      record[key] = this.value(this.behind(span.after, column, true), depth + 1);
      const line = nextLine(text, this.#line);
      first = skipSpaces(text, line);
      if (line >= text.length || first - line < column) break;
      if (first - line > column) throw new NotPlainYaml(first);
    }
    return record;
  }

  key({ start, end }: KeySpan): string {
    const { text } = this;
    const first = text.charCodeAt(start);
    if (first === 34) return this.#known(doubleQuoted(text, start, -1).value, start);
    if (first === 39) return this.#known(singleQuoted(text, start, -1).value, start);
    const written = text.slice(start, end);
    const seen = this.#keys.get(written);
    if (seen !== undefined) return seen;
    if (written === "<<" || written.includes(" #") || written.includes("\t")) throw new NotPlainYaml(start);
    // A dash alone, or a text that begins like something else.
    const key = keyText(written);
    if (key === null) throw new NotPlainYaml(start);
    this.#keys.set(written, this.#known(key, start));
    return key;
  }

  #known(key: string, at: number): string {
    if (key === "__proto__") throw new NotPlainYaml(at);
    return key;
  }

  #text(at: number, indent: number): unknown {
    const { text } = this;
    const stop = lineEnd(text, at);
    const code = text.charCodeAt(at);
    if (code === 124) {
      const block = blockText(text, at, stop, indent);
      this.#line = this.#end = block.end;
      return block.value;
    }
    if (code === 34) return this.#ended(doubleQuoted(text, at, indent));
    if (code === 39) return this.#ended(singleQuoted(text, at, indent));
    if (code === 123 || code === 91) {
      const isEmpty = text.charCodeAt(at + 1) === (code === 123 ? 125 : 93);
      if (!isEmpty) throw new NotPlainYaml(at);
      return this.#ended({ value: code === 123 ? emptyRecord() : [], end: at + 2 });
    }
    if (isIndicator(code)) throw new NotPlainYaml(at);
    const plain = plainText(text, at, stop, indent);
    const value = resolvePlain(plain.value);
    if (typeof value === "number" && !Number.isFinite(value)) throw new NotPlainYaml(at);
    return this.#ended({ value, end: plain.end });
  }

  /** Behind a text nothing may stand on its line but blanks. */
  #ended<Value>({ value, end }: { readonly value: Value; readonly end: number }): Value {
    const { text } = this;
    const rest = skipSpaces(text, end);
    if (rest < text.length && text.charCodeAt(rest) !== 10) throw new NotPlainYaml(rest);
    this.#line = rest + 1;
    this.#end = end;
    return value;
  }

  /** Behind the text that begins at `at`. */
  textEnd(start: Start): number {
    this.#text(start.at, start.indent);
    return this.#end;
  }
}

/**
 * The start of the line behind the list or mapping whose first entry begins at `at`; of one too long to be shared, a line
 * of it, as each level of a deep text would look through all that follows.
 */
const blockEnd = (text: string, at: number, column: number, kind: "list" | "mapping"): number => {
  const stop = Math.min(at + SHARED_LENGTH_MAX + 1, text.length);
  let line = lineEnd(text, at) + 1;
  for (;;) {
    line = skipBlock(text, line, column, kind === "mapping", stop);
    if (line >= stop) return Math.min(line, text.length);
    const first = skipSpaces(text, line);
    if (first - line !== column || isItem(text, first) !== (kind === "list")) return line;
    line = lineEnd(text, first) + 1;
  }
};
