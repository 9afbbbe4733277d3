// Nobody is evicted for a taint that is not there, or before the time is over for which it is tolerated.
import type { Envelope } from "../event.js";
import { tolerates } from "../api/tolerations.js";
import type { NodeTainted } from "../node/events/node-tainted.js";
import type { PodDeletionRequested } from "../pod/events/pod-deletion-requested.js";
import { specOf } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import type { NodeState } from "../node/node-state.js";
import type { Taint } from "../api/meta.js";
import { formatDuration, SECOND } from "../time.js";
import type { SimTime } from "../time.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { nodeWitness, podWitness } from "../law/witness.js";

const keyOf = (node: number, { key, effect }: Pick<Taint, "key" | "effect">): string =>
  `${String(node)}/${key}:${effect}`;

/** A node has one taint of a key and effect. */
const isSamePlace = (a: Pick<Taint, "key" | "effect">, b: Pick<Taint, "key" | "effect">): boolean =>
  a.key === b.key && a.effect === b.effect;

class Causes implements Observer {
  /** Node and taint -> since when it is there; absent = the node came with it. */
  readonly #since = new Map<string, SimTime>();

  see(fact: Envelope, before: ClusterView): Judgement {
    const taint = fact.data as NodeTainted;
    switch (fact.definition.type) {
      case "NodeTainted": {
        // One that takes another value was there before: since when, the node may have brought with it.
        const isThere = before.nodes.at(fact.subject)?.taints.some((one) => isSamePlace(one, taint)) ?? false;
        if (!isThere) this.#since.set(keyOf(fact.subject, taint), fact.at);
        return true;
      }
      case "NodeUntainted":
        this.#since.delete(keyOf(fact.subject, taint));
        return true;
      default:
        return this.#deleted(fact as Envelope<PodDeletionRequested>, before);
    }
  }

  #deleted({ at, subject, data }: Envelope<PodDeletionRequested>, before: ClusterView): Judgement {
    const pod = before.pods.at(subject);
    if (data.by !== "taint-eviction-controller" || pod?.binding == null) return true;
    const node = before.nodes.at(pod.binding.nodeIx);
    if (node === undefined) return true;
    const mayUs = this.#evictableUs(pod, node);
    if (at >= mayUs) return true;
    const text =
      mayUs === Infinity
        ? `evicted from ${node.name}, which has no NoExecute taint that it does not tolerate for ever`
        : `evicted from ${node.name} before ${formatDuration(mayUs)}`;
    return violated(text, [podWitness(pod), nodeWitness(node)]);
  }

  /** From when on the pod may be evicted; Infinity = not at all. */
  #evictableUs(pod: PodState, node: NodeState): SimTime {
    let earliestUs = Infinity;
    for (const taint of node.taints) {
      if (taint.effect !== "NoExecute") continue;
      // Of several tolerations that cover a taint the first one counts.
      const covering = specOf(pod).tolerations.find((toleration) => tolerates(toleration, taint));
      const toleratedSeconds = covering === undefined ? 0 : Math.max(0, covering.tolerationSeconds ?? Infinity);
      const sinceUs = Math.max(this.#since.get(keyOf(node.ix, taint)) ?? 0, pod.binding?.atUs ?? 0);
      earliestUs = Math.min(earliestUs, sinceUs + toleratedSeconds * SECOND);
    }
    return earliestUs;
  }
}

export const taintEvictsForCause: Invariant = {
  id: "taint.evictsForCause",
  title: "a pod is evicted for a taint only while its node has one that it does not tolerate, or no longer",
  page: "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions",
  hears: ["NodeTainted", "NodeUntainted", "PodDeletionRequested"],
  observe: () => new Causes(),
};
