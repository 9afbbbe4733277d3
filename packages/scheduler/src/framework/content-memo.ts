// Results computed once per content: objects that say the same share one, however many objects there are.

export interface ContentMemoParts<Source extends object, Value> {
  /** Spells out everything the result depends on. */
  readonly keyOf: (source: Source) => string;
  readonly compute: (source: Source) => Value;
  /** Results kept at once; when there are more, all are dropped and computed again as they are asked for. */
  readonly keptMax: number;
}

/** Sources are immutable; each is spelled out once. */
export class ContentMemo<Source extends object, Value> {
  readonly #parts: ContentMemoParts<Source, Value>;
  readonly #keys = new WeakMap<Source, string>();
  readonly #values = new Map<string, Value>();

  constructor(parts: ContentMemoParts<Source, Value>) {
    this.#parts = parts;
  }

  of(source: Source): Value {
    const { keyOf, compute, keptMax } = this.#parts;
    let key = this.#keys.get(source);
    if (key === undefined) this.#keys.set(source, (key = keyOf(source)));
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = compute(source);
    if (this.#values.size >= keptMax) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }
}
