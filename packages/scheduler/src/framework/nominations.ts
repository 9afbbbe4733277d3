// Pods for which room is being made: they count on the node they were promised, for pods that are not more important.
import type { NodeIx, PodIx } from "@podsim/core";
import type { PlacedPod } from "../cluster/cluster-view.js";
import type { PodView } from "./pod-view.js";

/** What a try has to know of them. */
export interface NominatedPods {
  /** Those on the node that this pod has to respect: at least as important, and not itself; in the order they came. */
  respectedBy(pod: PodView, node: NodeIx): readonly PlacedPod[];
  /** The nodes that have any; in no particular order. */
  nodes(): Iterable<NodeIx>;
}

export const NOBODY_NOMINATED: NominatedPods = { respectedBy: () => [], nodes: () => [] };

export class Nominations implements NominatedPods {
  readonly #byNode = new Map<NodeIx, PodView[]>();
  readonly #nodeOf = new Map<PodIx, NodeIx>();

  respectedBy({ ix, spec }: PodView, node: NodeIx): readonly PlacedPod[] {
    const pods = this.#byNode.get(node);
    if (pods === undefined) return [];
    return pods
      .filter((other) => other.ix !== ix && other.spec.priority >= spec.priority)
      .map(({ state, podClass }) => ({ pod: state, podClass }));
  }

  nodes(): Iterable<NodeIx> {
    return this.#byNode.keys();
  }

  /** All that the node was promised to, in the order they came. */
  on(node: NodeIx): readonly PodView[] {
    return this.#byNode.get(node) ?? [];
  }

  /** Pods nominated to the node that are less important than this one. */
  below({ spec }: PodView, node: NodeIx): readonly PodView[] {
    return this.on(node).filter((other) => other.spec.priority < spec.priority);
  }

  /** Instead of what the pod had before. */
  set(pod: PodView, node: NodeIx): void {
    this.delete(pod.ix);
    this.#nodeOf.set(pod.ix, node);
    const pods = this.#byNode.get(node);
    if (pods === undefined) this.#byNode.set(node, [pod]);
    else pods.push(pod);
  }

  delete(ix: PodIx): void {
    const node = this.#nodeOf.get(ix);
    if (node === undefined) return;
    this.#nodeOf.delete(ix);
    const left = (this.#byNode.get(node) ?? []).filter((pod) => pod.ix !== ix);
    if (left.length === 0) this.#byNode.delete(node);
    else this.#byNode.set(node, left);
  }
}
