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

/** Of one set of labels: the objects that select it, among the first so many that were put in. */
interface Found {
  selecting: readonly number[];
  askedCount: number;
}

interface Namespace {
  /** In the order they were put in. */
  readonly members: number[];
  /** By labels object: pods of one template share theirs. */
  found: WeakMap<Labels, Found>;
}

export class SelectorIndex {
  readonly #objects = new Map<number, Selecting>();
  readonly #byNamespace = new Map<string, Namespace>();

  /** Puts an object in, or its selector in place of the one it had. */
  put(ix: number, namespace: string, selects: LabelTest): void {
    if (this.#objects.has(ix)) this.remove(ix);
    this.#objects.set(ix, { namespace, selects });
    const known = this.#byNamespace.get(namespace);
    if (known === undefined) this.#byNamespace.set(namespace, { members: [ix], found: new WeakMap() });
    else known.members.push(ix);
  }

  remove(ix: number): void {
    const object = this.#objects.get(ix);
    if (object === undefined) return;
    this.#objects.delete(ix);
    const known = this.#byNamespace.get(object.namespace);
    if (known === undefined) return;
    known.members.splice(known.members.indexOf(ix), 1);
    known.found = new WeakMap();
  }

  isSelectedBy(ix: number, labels: Labels): boolean {
    return this.#objects.get(ix)?.selects(labels) ?? false;
  }

  /** The objects of the namespace that select these labels, in the order they were put in; the same list while they are. */
  selecting(namespace: string, labels: Labels): readonly number[] {
    const known = this.#byNamespace.get(namespace);
    if (known === undefined || known.members.length === 0) return NONE;
    const { members } = known;
    let found = known.found.get(labels);
    if (found === undefined) known.found.set(labels, (found = { selecting: NONE, askedCount: 0 }));
    if (found.askedCount < members.length) {
      const more = members.slice(found.askedCount).filter((ix) => this.isSelectedBy(ix, labels));
      found.askedCount = members.length;
      if (more.length > 0) found.selecting = [...found.selecting, ...more];
    }
    return found.selecting;
  }
}
