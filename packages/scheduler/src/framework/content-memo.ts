// Results computed once per content: objects that say the same share one, however many objects there are.

export interface ContentMemoParts<Source extends object, Value> {
  /** Spells out everything the result depends on. */
  readonly keyOf: (source: Source) => string;
  /** For a content that is met for the first time. */
  readonly compute: (source: Source) => Value;
  /** For one that is met again: the same result, in a form that costs more to make and less to use. Absent = compute. */
  readonly keep?: (source: Source) => Value;
  /** Results kept at once; when there are more, all are dropped and computed again as they are asked for. */
  readonly keptMax: number;
}

interface Entry<Value> {
  value: Value;
  isKept: boolean;
}

/** Sources are immutable; each is spelled out once. */
export class ContentMemo<Source extends object, Value> {
  readonly #parts: ContentMemoParts<Source, Value>;
  readonly #keys = new WeakMap<Source, string>();
  readonly #entries = new Map<string, Entry<Value>>();

  constructor(parts: ContentMemoParts<Source, Value>) {
    this.#parts = parts;
  }

  of(source: Source): Value {
    const { keyOf, compute, keep, keptMax } = this.#parts;
    let key = this.#keys.get(source);
    if (key === undefined) this.#keys.set(source, (key = keyOf(source)));
    const known = this.#entries.get(key);
    if (known === undefined) {
      const value = compute(source);
      if (this.#entries.size >= keptMax) this.#entries.clear();
      this.#entries.set(key, { value, isKept: keep === undefined });
      return value;
    }
    if (!known.isKept && keep !== undefined) {
      known.value = keep(source);
      known.isKept = true;
    }
    return known.value;
  }
}
