// Pods by their labels: what a new selector covers is found by asking once per set of labels, not once per pod.
import type { Labels, LabelTest, PodIx, PodState } from "@podsim/core";

interface Place {
  readonly namespace: string;
  readonly labels: Labels;
}

export class PodsByLabels {
  /** Namespace -> labels object, which pods of one template share -> pods. */
  readonly #byNamespace = new Map<string, Map<Labels, Set<PodIx>>>();
  readonly #places = new Map<PodIx, Place>();

  /** The pod was created, or has other labels, or is gone (undefined). */
  note(podIx: PodIx, pod: PodState | undefined): void {
    const before = this.#places.get(podIx);
    if (pod !== undefined && before?.labels === pod.identity.template.metadata.labels) return;
    if (before !== undefined) this.#leave(podIx, before);
    if (pod !== undefined) this.#enter(podIx, pod);
  }

  /** Pods of the namespace that the selector covers. */
  *selected(namespace: string, selects: LabelTest): Iterable<PodIx> {
    for (const [labels, pods] of this.#byNamespace.get(namespace) ?? []) if (selects(labels)) yield* pods;
  }

  #enter(podIx: PodIx, { identity: { namespace, template } }: PodState): void {
    const { labels } = template.metadata;
    this.#places.set(podIx, { namespace, labels });
    let sets = this.#byNamespace.get(namespace);
    if (sets === undefined) this.#byNamespace.set(namespace, (sets = new Map()));
    const pods = sets.get(labels);
    if (pods === undefined) sets.set(labels, new Set([podIx]));
    else pods.add(podIx);
  }

  #leave(podIx: PodIx, { namespace, labels }: Place): void {
    this.#places.delete(podIx);
    const sets = this.#byNamespace.get(namespace);
    const pods = sets?.get(labels);
    pods?.delete(podIx);
    if (pods?.size === 0) sets?.delete(labels);
  }
}
