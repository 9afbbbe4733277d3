// Finds where a value of a JSON text was written, by reading the text again as far as needed.
import { skipBlanks, skipString } from "./json-skip.js";
import type { JsonValue } from "./json-stream.js";
import type { Part, Path } from "./located.js";
import type { Place, SourceText } from "./source-text.js";

const isOpening = (code: number): boolean => code === 123 || code === 91;

/** The offset behind the value that begins at `at`, in well-formed text. */
const skipValue = (text: string, at: number): number => {
  const first = text.charCodeAt(at);
  if (first === 34) return skipString(text, at);
  if (!isOpening(first)) {
    let end = at;
    while (end < text.length && !/[\s,\]}]/.test(text[end] ?? "")) end += 1;
    return end;
  }
  let depth = 0;
  for (let ix = at; ix < text.length;) {
    const code = text.charCodeAt(ix);
    if (code === 34) {
      ix = skipString(text, ix);
      continue;
    }
    if (isOpening(code)) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
    ix += 1;
    if (depth === 0) return ix;
  }
  return text.length;
};

interface Key {
  readonly name: string;
  /** Quotes included. */
  readonly start: number;
  readonly end: number;
}

class Entry {
  #end: number | null;

  /** `key`: null for an item of a list; `end`: null = it is looked for when somebody asks. */
  constructor(
    private readonly text: string,
    readonly key: Key | null,
    readonly start: number,
    end: number | null,
  ) {
    this.#end = end;
  }

  get end(): number {
    return (this.#end ??= skipValue(this.text, this.start));
  }
}

/** The entries of the collection that begins at `open`, found as far as somebody asked. */
class Entries {
  readonly #found: Entry[] = [];
  readonly #isObject: boolean;
  /** Where the next entry begins, once the last one's end was looked for. */
  #next: number;

  constructor(
    private readonly text: string,
    open: number,
    private readonly lists: JsonValue["lists"],
  ) {
    this.#isObject = text.charCodeAt(open) === 123;
    this.#next = skipBlanks(text, open + 1);
  }

  /** The first one that is wanted; null if none is. */
  find(isWanted: (entry: Entry, position: number) => boolean): Entry | null {
    for (let position = 0; ; position += 1) {
      const entry = this.#found[position] ?? this.#read();
      if (entry === null || isWanted(entry, position)) return entry;
    }
  }

  #read(): Entry | null {
    const { text } = this;
    const before = this.#found.at(-1);
    if (before !== undefined) {
      this.#next = skipBlanks(text, before.end);
      if (text[this.#next] === ",") this.#next = skipBlanks(text, this.#next + 1);
    }
    let at = this.#next;
    if (at >= text.length || text[at] === "}" || text[at] === "]") return null;
    let key: Entry["key"] = null;
    if (this.#isObject) {
      const end = skipString(text, at);
      key = { name: JSON.parse(text.slice(at, end)) as string, start: at, end };
      at = skipBlanks(text, skipBlanks(text, end) + 1);
    }
    const entry = new Entry(text, key, at, this.lists.get(at)?.end ?? null);
    this.#found.push(entry);
    return entry;
  }
}

export const locateInJson = (root: JsonValue, source: SourceText): ((path: Path, part?: Part) => Place | null) => {
  const { text } = source;
  // Several errors of one list ask for the same collections.
  const known = new Map<number, Entries>();
  const entriesAt = (open: number): Entries => {
    const entries = known.get(open) ?? new Entries(text, open, root.lists);
    known.set(open, entries);
    return entries;
  };
  const step = (from: Entry, name: string | number): Entry | null => {
    if (!isOpening(text.charCodeAt(from.start))) return null;
    const listed = root.lists.get(from.start);
    if (listed !== undefined) {
      const start = typeof name === "number" ? listed.starts[name] : undefined;
      return start === undefined ? null : new Entry(text, null, start, null);
    }
    const entries = entriesAt(from.start);
    if (text.charCodeAt(from.start) === 123) return entries.find(({ key }) => key?.name === String(name));
    return typeof name === "number" ? entries.find((_, position) => position === name) : null;
  };
  return (path, part = "value") => {
    let found = new Entry(text, null, root.start, root.end);
    for (const name of path) {
      const next = step(found, name);
      if (next === null) return null;
      found = next;
    }
    if (part === "key" && found.key !== null) return source.placeAt(found.key.start, found.key.end);
    const isCollection = isOpening(text.charCodeAt(found.start));
    return source.placeAt(found.start, isCollection && part !== "extent" ? found.start + 1 : found.end);
  };
};
