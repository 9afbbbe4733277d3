// Which objects with a selector select a pod: asked once per set of labels, not once per pod.
import { compileLabelSelector } from "@podsim/core";
import type { Labels, LabelSelector, LabelTest } from "@podsim/core";
import { isRight } from "fp-ts/lib/Either.js";

/** The test of a selector that was accepted with its object; one that cannot be read selects nothing. */
export const selectorTest = (selector: LabelSelector | undefined): LabelTest => {
  const compiled = compileLabelSelector(selector);
  return isRight(compiled) ? compiled.right : () => false;
};

interface Selecting {
  readonly namespace: string;
  readonly selects: LabelTest;
}

const NONE: readonly number[] = [];

export class SelectorIndex {
  readonly #objects = new Map<number, Selecting>();
  readonly #byNamespace = new Map<string, Set<number>>();
  /** Namespace -> labels object -> the objects that select it. Pods of one template share their labels object. */
  readonly #found = new Map<string, WeakMap<Labels, readonly number[]>>();

  /** Puts an object in, or its selector in place of the one it had. */
  put(ix: number, namespace: string, selects: LabelTest): void {
    this.#objects.set(ix, { namespace, selects });
    const members = this.#byNamespace.get(namespace);
    if (members === undefined) this.#byNamespace.set(namespace, new Set([ix]));
    else members.add(ix);
    this.#found.delete(namespace);
  }

  remove(ix: number): void {
    const object = this.#objects.get(ix);
    if (object === undefined) return;
    this.#objects.delete(ix);
    this.#byNamespace.get(object.namespace)?.delete(ix);
    this.#found.delete(object.namespace);
  }

  isSelectedBy(ix: number, labels: Labels): boolean {
    return this.#objects.get(ix)?.selects(labels) ?? false;
  }

  /** The objects of the namespace that select these labels, in the order they were put in. */
  selecting(namespace: string, labels: Labels): readonly number[] {
    const members = this.#byNamespace.get(namespace);
    if (members === undefined || members.size === 0) return NONE;
    let found = this.#found.get(namespace);
    if (found === undefined) this.#found.set(namespace, (found = new WeakMap()));
    let selecting = found.get(labels);
    if (selecting === undefined) {
      selecting = [...members].filter((ix) => this.isSelectedBy(ix, labels));
      found.set(labels, selecting.length === 0 ? NONE : selecting);
    }
    return selecting;
  }
}
