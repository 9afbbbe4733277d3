// Who takes room on which node, for laws about placement.
import type { Labels } from "../api/meta.js";
import type { Envelope } from "../event.js";
import type { NodeIx, PodIx } from "../ids.js";
import type { NodeState } from "../node/node-state.js";
import type { PodState } from "../pod/pod-state.js";
import { isTerminalPhase } from "../pod/pod-state.js";
import type { ClusterView } from "./cluster-view.js";

/** Pods that the scheduler counts on the node: bound and not finished. */
export const placedOn = (cluster: ClusterView, node: NodeState): readonly PodState[] =>
  [...cluster.podsOn(node.ix)].filter((pod) => !isTerminalPhase(pod.status.phase));

export interface Placement {
  readonly pod: PodState;
  readonly node: NodeState;
  /** All that the scheduler counts on the node, the pod among them. */
  readonly placed: readonly PodState[];
}

/** Remembers who takes room where, so that a node on which thousands of pods fail is not asked for all of them each time. */
export class PlacedPods {
  readonly #placed = new Map<NodeIx, Set<PodIx>>();

  /** A PodBound; null of a binding by manifest. */
  bound(fact: Envelope, after: ClusterView): Placement | null {
    const pod = after.pods.at(fact.subject);
    const node = pod?.binding == null ? undefined : after.nodes.at(pod.binding.nodeIx);
    if (pod === undefined || node === undefined) return null;
    const known = this.#placed.get(node.ix);
    if (known === undefined)
      this.#placed.set(node.ix, new Set(placedOn(after, node).map(({ identity }) => identity.ix)));
    else known.add(pod.identity.ix);
    return bindingSeen(fact, after) === null ? null : { pod, node, placed: this.#still(node.ix, after) };
  }

  /** Whoever has finished or is gone takes no room ever again. */
  #still(nodeIx: NodeIx, after: ClusterView): readonly PodState[] {
    const known = this.#placed.get(nodeIx) ?? new Set<PodIx>();
    const placed: PodState[] = [];
    for (const ix of known) {
      const pod = after.pods.at(ix);
      if (pod === undefined || isTerminalPhase(pod.status.phase)) known.delete(ix);
      else placed.push(pod);
    }
    return placed;
  }
}

export const labelsOf = ({ identity }: PodState): Labels => identity.template.metadata.labels;

/** The node and pod of a binding by a scheduler; null of one by manifest. */
export const bindingSeen = (
  { subject, data }: { readonly subject: number; readonly data: object },
  after: ClusterView,
): { readonly pod: PodState; readonly node: NodeState } | null => {
  if ((data as { readonly by: string }).by !== "scheduler") return null;
  const pod = after.pods.at(subject);
  if (pod?.binding == null) return null;
  const node = after.nodes.at(pod.binding.nodeIx);
  return node === undefined ? null : { pod, node };
};
