// A table of distinct values in order of first use: facts hold the index, the table holds the value once.
import { invariant } from "../invariant.js";

/** Reads an interned value by its index. */
export interface Interned<T> {
  readonly size: number;
  /** 0 <= index < size. */
  value(index: number): T;
}

/** Values are told apart as a Map does: text by content, objects by identity. */
export class InternTable<T> implements Interned<T> {
  readonly #indexes = new Map<T, number>();
  readonly #values: T[] = [];
  readonly #admit: (value: T) => void;

  /** `admit` sees each distinct value once, before it gets an index, and throws to refuse it. */
  constructor(admit: (value: T) => void) {
    this.#admit = admit;
  }

  get size(): number {
    return this.#values.length;
  }

  value(index: number): T {
    if (!(index >= 0 && index < this.#values.length)) invariant(false, `no interned value ${String(index)}`);
    return this.#values[index] as T;
  }

  /** The index of the value, a new one if it was not seen before. */
  intern(value: T): number {
    const known = this.#indexes.get(value);
    if (known !== undefined) return known;
    this.#admit(value);
    const index = this.#values.length;
    this.#values.push(value);
    this.#indexes.set(value, index);
    return index;
  }
}
