// A map that forgets what was used longest ago once it is full, as the caches of an event recorder do. Using an entry costs
// one look-up: the order of use is a chain through the entries.

interface Entry<Value> {
  readonly key: string;
  value: Value;
  /** Used just before and just after this one; null at the ends. */
  older: Entry<Value> | null;
  newer: Entry<Value> | null;
}

export class RecencyMap<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #sizeMax: number;
  #oldest: Entry<Value> | null = null;
  #newest: Entry<Value> | null = null;

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Reading an entry makes it the most recent. */
  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#touch(entry);
    return entry.value;
  }

  set(key: string, value: Value): void {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.value = value;
      this.#touch(known);
      return;
    }
    const entry: Entry<Value> = { key, value, older: null, newer: null };
    this.#entries.set(key, entry);
    this.#append(entry);
    if (this.#entries.size <= this.#sizeMax || this.#oldest === null) return;
    this.#entries.delete(this.#oldest.key);
    this.#unlink(this.#oldest);
  }

  #touch(entry: Entry<Value>): void {
    if (entry === this.#newest) return;
    this.#unlink(entry);
    this.#append(entry);
  }

  #unlink(entry: Entry<Value>): void {
    if (entry.older === null) this.#oldest = entry.newer;
    else entry.older.newer = entry.newer;
    if (entry.newer === null) this.#newest = entry.older;
    else entry.newer.older = entry.older;
    entry.older = null;
    entry.newer = null;
  }

  #append(entry: Entry<Value>): void {
    entry.older = this.#newest;
    if (this.#newest === null) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }
}
