// Which objects with a selector select a pod: asked once per set of labels, not once per pod.
import { compileLabelSelector } from "@podsim/core";
import type { Labels, LabelSelector, LabelTest, RequiredLabels } from "@podsim/core";
import { isRight } from "fp-ts/lib/Either.js";
import { LabelBuckets } from "../../cluster/indexes/label-buckets.js";

/** The test of a selector that was accepted with its object; one that cannot be read selects nothing. */
export const selectorTest = (selector: LabelSelector | undefined): LabelTest => {
  const compiled = compileLabelSelector(selector);
  return isRight(compiled) ? compiled.right : () => false;
};

interface Selecting {
  readonly namespace: string;
  readonly selects: LabelTest;
  /** How many were put into the namespace before it. */
  readonly order: number;
  /** Where it is kept: with those that require the same label, or with those that require none. */
  readonly bucket: number[];
}

const NONE: readonly number[] = [];

/** Of one set of labels: the objects that select it, among the first so many that were put in. */
interface Found {
  selecting: readonly number[];
  askedCount: number;
}

interface Namespace {
  putCount: number;
  /** Objects that require no label, in the order they were put in. */
  readonly others: number[];
  /** By labels object: pods of one template share theirs. */
  found: WeakMap<Labels, Found>;
}

export class SelectorIndex {
  readonly #objects = new Map<number, Selecting>();
  readonly #byNamespace = new Map<string, Namespace>();
  /** Objects by one label that they require, in the order they were put in. */
  readonly #buckets = new LabelBuckets<number[]>(() => []);

  has(ix: number): boolean {
    return this.#objects.has(ix);
  }

  /**
   * Puts an object in, or its selector in place of the one it had.
   * @param required labels that everything has that it selects
   */
  put(ix: number, namespace: string, selects: LabelTest, required: RequiredLabels): void {
    if (this.#objects.has(ix)) this.remove(ix);
    let known = this.#byNamespace.get(namespace);
    if (known === undefined) {
      this.#byNamespace.set(namespace, (known = { putCount: 0, others: [], found: new WeakMap() }));
    }
    const bucket = this.#buckets.smallest(namespace, required) ?? known.others;
    bucket.push(ix);
    this.#objects.set(ix, { namespace, selects, order: known.putCount, bucket });
    known.putCount += 1;
  }

  remove(ix: number): void {
    const object = this.#objects.get(ix);
    if (object === undefined) return;
    this.#objects.delete(ix);
    object.bucket.splice(object.bucket.indexOf(ix), 1);
    const known = this.#byNamespace.get(object.namespace);
    if (known !== undefined) known.found = new WeakMap();
  }

  isSelectedBy(ix: number, labels: Labels): boolean {
    return this.#objects.get(ix)?.selects(labels) ?? false;
  }

  /** The objects of the namespace that select these labels, in the order they were put in; the same list while they are. */
  selecting(namespace: string, labels: Labels): readonly number[] {
    const known = this.#byNamespace.get(namespace);
    if (known === undefined || known.putCount === 0) return NONE;
    let found = known.found.get(labels);
    if (found === undefined) known.found.set(labels, (found = { selecting: NONE, askedCount: 0 }));
    if (found.askedCount < known.putCount) {
      const more = this.#selectingSince(found.askedCount, namespace, known.others, labels);
      found.askedCount = known.putCount;
      if (more.length > 0) found.selecting = [...found.selecting, ...more];
    }
    return found.selecting;
  }

  /** Those among all but the first `askedCount`. */
  #selectingSince(askedCount: number, namespace: string, others: readonly number[], labels: Labels): readonly number[] {
    const found: { readonly ix: number; readonly order: number }[] = [];
    const ask = (bucket: readonly number[]): void => {
      for (let k = bucket.length - 1; k >= 0; k -= 1) {
        const ix = bucket[k];
        const object = ix === undefined ? undefined : this.#objects.get(ix);
        if (ix === undefined || object === undefined || object.order < askedCount) return;
        if (object.selects(labels)) found.push({ ix, order: object.order });
      }
    };
    for (const [key, value] of Object.entries(labels)) ask(this.#buckets.at(namespace, key, value) ?? NONE);
    ask(others);
    return found.sort((a, b) => a.order - b.order).map(({ ix }) => ix);
  }
}
