// Where the values of YAML as programs write it stand in its text: found by walking the text again, when somebody asks.
import type { Part, Path } from "./located.js";
import type { Place, SourceText } from "./source-text.js";
import type { BlockReader, Start } from "./yaml-block-reader.js";
import { isItem, keyAt, lineEnd, nextLine, skipBlock, skipSpaces } from "./yaml-lines.js";
import type { KeySpan } from "./yaml-lines.js";

/** An entry on the way to a place. */
interface Found {
  readonly key: KeySpan | null;
  readonly value: Start;
}

class BlockPlaces {
  readonly #reader: BlockReader;

  constructor(reader: BlockReader) {
    this.#reader = reader;
  }

  find(path: Path): Found | null {
    let found: Found = { key: null, value: this.#reader.top() };
    for (const name of path) {
      const next = this.#step(found.value, name);
      if (next === null) return null;
      found = next;
    }
    return found;
  }

  #step(value: Start, name: string | number): Found | null {
    if (value.kind === "list") return typeof name === "number" ? this.#item(value.at, name) : null;
    return value.kind === "mapping" ? this.#entry(value.at, String(name)) : null;
  }

  #item(at: number, wanted: number): Found | null {
    const { text, lists } = this.#reader;
    const column = this.#reader.column(at);
    const starts = lists.get(at);
    if (starts !== undefined) {
      const start = starts[wanted];
      return start === undefined ? null : { key: null, value: this.#reader.behind(start + 1, column, false) };
    }
    let first = at;
    for (let k = 0; ; k++) {
      if (k === wanted) return { key: null, value: this.#reader.behind(first + 1, column, false) };
      const line = nextLine(text, skipBlock(text, lineEnd(text, first) + 1, column, false));
      first = skipSpaces(text, line);
      if (first - line !== column || !isItem(text, first)) return null;
    }
  }

  #entry(at: number, wanted: string): Found | null {
    const { text } = this.#reader;
    const column = this.#reader.column(at);
    for (let first = at; ;) {
      const key = keyAt(text, first, lineEnd(text, first));
      if (key === null) return null;
      if (this.#reader.key(key) === wanted) return { key, value: this.#reader.behind(key.after, column, true) };
      const line = nextLine(text, skipBlock(text, lineEnd(text, first) + 1, column, true));
      first = skipSpaces(text, line);
      if (line >= text.length || first - line !== column) return null;
    }
  }

  /** Behind the last character of the value. */
  end({ value }: Found): number {
    const { text } = this.#reader;
    if (value.kind === "text") return this.#reader.textEnd(value);
    const column = this.#reader.column(value.at);
    const isMapping = value.kind === "mapping";
    let line = skipBlock(text, lineEnd(text, value.at) + 1, column, isMapping);
    for (;;) {
      const first = skipSpaces(text, line);
      if (line >= text.length || first - line !== column || isItem(text, first) === isMapping) break;
      line = skipBlock(text, lineEnd(text, first) + 1, column, isMapping);
    }
    let end = Math.min(line, text.length);
    while (end > value.at && /\s/.test(text[end - 1] ?? "")) end--;
    return end;
  }
}

export type LocateBlock = (path: Path, part?: Part) => Place | null;

export const placesIn =
  (reader: BlockReader, source: SourceText): LocateBlock =>
  (path, part = "value") => {
    const places = new BlockPlaces(reader);
    const found = places.find(path);
    if (found === null) return null;
    const { key, value } = found;
    if (key !== null && (part === "key" || value.kind === "none")) return source.placeAt(key.start, key.end);
    if (value.kind === "none") return source.placeAt(value.at, value.at);
    const isBlock = value.kind !== "text" || "|{[".includes(source.text.charAt(value.at));
    const end = isBlock && part !== "extent" ? value.at + 1 : places.end(found);
    return source.placeAt(value.at, end);
  };
