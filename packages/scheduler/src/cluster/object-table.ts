// Objects of one kind by dense index and by "namespace/name". A removed object leaves a hole; its index is never reused.
import { objectKey } from "@podsim/core";
import type { ObjectKey } from "@podsim/core";

export class ObjectTable<State> {
  readonly #slots: (State | undefined)[] = [];
  readonly #keys: ObjectKey[] = [];
  readonly #byKey = new Map<ObjectKey, number>();

  /** The index the next object will get. */
  get nextIx(): number {
    return this.#slots.length;
  }

  /** How many objects there are. */
  get size(): number {
    return this.#byKey.size;
  }

  at(ix: number): State | undefined {
    return this.#slots[ix];
  }

  ixOf(namespace: string, name: string): number | undefined {
    return this.#byKey.get(objectKey(namespace, name));
  }

  find(namespace: string, name: string): State | undefined {
    const ix = this.ixOf(namespace, name);
    return ix === undefined ? undefined : this.#slots[ix];
  }

  /** Objects in order of creation. */
  *values(): IterableIterator<State> {
    for (const state of this.#slots) if (state !== undefined) yield state;
  }

  put(ix: number, namespace: string, name: string, state: State): void {
    if (this.#slots[ix] === undefined) {
      const key = objectKey(namespace, name);
      this.#keys[ix] = key;
      this.#byKey.set(key, ix);
    }
    this.#slots[ix] = state;
  }

  remove(ix: number): void {
    const key = this.#keys[ix];
    if (key !== undefined && this.#byKey.get(key) === ix) this.#byKey.delete(key);
    this.#slots[ix] = undefined;
  }
}
