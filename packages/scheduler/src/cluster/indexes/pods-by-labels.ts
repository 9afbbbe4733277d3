// Pods by their labels: whom a selector covers is found by asking once per set of labels, and only of sets that have a label
// it requires.
import type { Labels, LabelTest, PodIx, PodState, RequiredLabels } from "@podsim/core";
import { LabelBuckets } from "./label-buckets.js";

export class PodsByLabels {
  /** Namespace -> labels object, which pods of one template share -> pods. */
  readonly #byNamespace = new Map<string, Map<Labels, Set<PodIx>>>();
  readonly #buckets = new LabelBuckets<Set<Labels>>(() => new Set());

  /** The pod is there, or has these labels now. */
  enter({ identity: { ix, namespace, template } }: PodState): void {
    const { labels } = template.metadata;
    let sets = this.#byNamespace.get(namespace);
    if (sets === undefined) this.#byNamespace.set(namespace, (sets = new Map()));
    const pods = sets.get(labels);
    if (pods !== undefined) pods.add(ix);
    else {
      sets.set(labels, new Set([ix]));
      for (const bucket of this.#buckets.ofAll(namespace, labels)) bucket.add(labels);
    }
  }

  /** The pod, as it was when it entered, is gone or has other labels. */
  leave({ identity: { ix, namespace, template } }: PodState): void {
    const { labels } = template.metadata;
    const sets = this.#byNamespace.get(namespace);
    const pods = sets?.get(labels);
    pods?.delete(ix);
    if (pods?.size !== 0) return;
    sets?.delete(labels);
    for (const bucket of this.#buckets.ofAll(namespace, labels)) bucket.delete(labels);
  }

  /** Pods of the namespace that a selector covers, in order of creation; `required`: labels all of them have. */
  selected(namespace: string, required: RequiredLabels, selects: LabelTest): readonly PodIx[] {
    const sets = this.#byNamespace.get(namespace);
    if (sets === undefined) return [];
    const found: PodIx[] = [];
    for (const labels of this.#buckets.smallest(namespace, required) ?? sets.keys()) {
      if (selects(labels)) found.push(...(sets.get(labels) ?? []));
    }
    return found.sort((a, b) => a - b);
  }
}
