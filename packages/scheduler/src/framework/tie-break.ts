// Which of several equally good nodes is taken. kube-scheduler throws dice; here the choice is a function of its inputs.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { NodesView } from "../cluster/cluster-view.js";
import type { PodView } from "./pod-view.js";

export interface TieBreak {
  /** One of the first `count` nodes of `tied`, count > 0; whatever their order, the same one. */
  pick(pod: PodView, tied: ArrayLike<number>, count: number, nodes: NodesView): NodeIx;
}

const nodeAt = (tied: ArrayLike<number>, k: number): NodeIx => {
  const node = tied[k];
  invariant(node !== undefined, () => `there is no tied node ${k}`);
  return node as NodeIx;
};

const nameOf = (nodes: NodesView, node: NodeIx): string => nodes.at(node)?.name ?? "";

/** The first name in the order of code units: for comparing runs with kube-scheduler's. */
export const firstName: TieBreak = {
  pick(_, tied, count, nodes) {
    let best = nodeAt(tied, 0);
    for (let k = 1; k < count; k++) {
      const node = nodeAt(tied, k);
      if (nameOf(nodes, node) < nameOf(nodes, best)) best = node;
    }
    return best;
  },
};

export interface RendezvousParts {
  /** A number in [0, 2^32) for the choice that is made. */
  readonly saltOfChoice: (pod: PodView) => number;
  /** A number in [0, 2^32) for a node, by its name. */
  readonly saltOfNode: (name: string) => number;
  readonly mix: (choice: number, node: number) => number;
}

/**
 * An even choice that other nodes do not disturb: every node draws a number for this choice, the highest wins. So a node
 * more or less in the cluster changes a pod's place only where that node is the winner.
 */
export const rendezvous = ({ saltOfChoice, saltOfNode, mix }: RendezvousParts): TieBreak => {
  const salts: number[] = [];
  const nodeSalt = (nodes: NodesView, node: NodeIx): number => (salts[node] ??= saltOfNode(nameOf(nodes, node)));
  return {
    pick(pod, tied, count, nodes) {
      const choice = saltOfChoice(pod);
      let best = nodeAt(tied, 0);
      let highest = mix(choice, nodeSalt(nodes, best));
      for (let k = 1; k < count; k++) {
        const node = nodeAt(tied, k);
        const drawn = mix(choice, nodeSalt(nodes, node));
        if (drawn < highest) continue;
        if (drawn === highest && nameOf(nodes, best) < nameOf(nodes, node)) continue;
        best = node;
        highest = drawn;
      }
      return best;
    },
  };
};
