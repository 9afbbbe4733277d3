// Equal contents under equal small numbers, so that comparing sets of taints or labels is comparing integers.
import { invariant } from "@podsim/core";

export class Interner<Value> {
  readonly #ids = new Map<string, number>();
  readonly #values: Value[] = [];

  /** How many different contents were seen; ids run from 0. */
  get size(): number {
    return this.#values.length;
  }

  /** The number of what `key` spells out in full; `value` is kept for the first of its kind. */
  idOf(key: string, value: Value): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#values.length;
    this.#ids.set(key, id);
    this.#values.push(value);
    return id;
  }

  at(id: number): Value {
    invariant(id >= 0 && id < this.#values.length, () => `no content has the number ${id}`);
    return this.#values[id] as Value;
  }
}
