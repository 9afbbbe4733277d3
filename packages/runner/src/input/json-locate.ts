// Finds where a value of a JSON text was written, by reading the text again as far as needed.
import { skipBlanks, skipString } from "./json-skip.js";
import type { JsonValue } from "./json-stream.js";
import type { Part, Path } from "./located.js";
import type { Place, SourceText } from "./source-text.js";

interface Entry {
  /** Quotes included; null for an item of a list. */
  readonly key: { readonly name: string; readonly start: number; readonly end: number } | null;
  readonly start: number;
  readonly end: number;
}

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

/** The entries of the collection that begins at `open`. */
const entriesOf = (text: string, open: number, lists: JsonValue["lists"]): readonly Entry[] => {
  const entries: Entry[] = [];
  const isObject = text.charCodeAt(open) === 123;
  let at = skipBlanks(text, open + 1);
  while (at < text.length && text[at] !== "}" && text[at] !== "]") {
    let key: Entry["key"] = null;
    if (isObject) {
      const end = skipString(text, at);
      key = { name: JSON.parse(text.slice(at, end)) as string, start: at, end };
      at = skipBlanks(text, skipBlanks(text, end) + 1);
    }
    const end = lists.get(at)?.end ?? skipValue(text, at);
    entries.push({ key, start: at, end });
    at = skipBlanks(text, end);
    if (text[at] === ",") at = skipBlanks(text, at + 1);
  }
  return entries;
};

export const locateInJson = (root: JsonValue, source: SourceText): ((path: Path, part?: Part) => Place | null) => {
  const { text } = source;
  // Several errors of one list ask for the same collections.
  const known = new Map<number, readonly Entry[]>();
  const entriesAt = (open: number): readonly Entry[] => {
    const entries = known.get(open) ?? entriesOf(text, open, root.lists);
    known.set(open, entries);
    return entries;
  };
  const step = (from: Entry, name: string | number): Entry | null => {
    if (!isOpening(text.charCodeAt(from.start))) return null;
    const listed = root.lists.get(from.start);
    if (listed !== undefined) {
      const start = typeof name === "number" ? listed.starts[name] : undefined;
      return start === undefined ? null : { key: null, start, end: skipValue(text, start) };
    }
    const entries = entriesAt(from.start);
    if (text.charCodeAt(from.start) === 123) return entries.find(({ key }) => key?.name === String(name)) ?? null;
    return typeof name === "number" ? (entries[name] ?? null) : null;
  };
  return (path, part = "value") => {
    let found: Entry = { key: null, start: root.start, end: root.end };
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
