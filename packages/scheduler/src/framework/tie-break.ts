// Which of several equally good nodes is taken. kube-scheduler throws dice; here the choice is a function of its inputs.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { NodesView } from "../cluster/cluster-view.js";
import { withRoom } from "../cluster/typed-column.js";
import { perCluster } from "./per-cluster.js";
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
    let first = nameOf(nodes, best);
    for (let k = 1; k < count; k++) {
      const node = (tied[k] ?? 0) as NodeIx;
      const name = nameOf(nodes, node);
      if (name >= first) continue;
      best = node;
      first = name;
    }
    return best;
  },
};

export interface RendezvousParts {
  /** A number in [0, 2^32) for the choice that is made. */
  readonly saltOfChoice: (pod: PodView) => number;
  /** A number in [0, 2^32) for a node, by its name. */
  readonly saltOfNode: (name: string) => number;
  /** See highestMix, which it is everywhere but in tests. */
  readonly highest: (
    choice: number,
    salts: Int32Array,
    nodes: ArrayLike<number>,
    count: number,
    isBefore: (a: number, b: number) => boolean,
  ) => number;
}

/** Salts of one cluster's nodes; a node's index keeps its name for ever. */
class NodeSalts {
  readonly #saltOf: (name: string) => number;
  #salts = new Int32Array(0);
  #count = 0;

  constructor(saltOf: (name: string) => number) {
    this.#saltOf = saltOf;
  }

  /** By node; the upper half of their range shows below 0, which mixes the same. */
  of(nodes: NodesView): Int32Array {
    const { nextIx } = nodes;
    if (this.#count < nextIx) this.#salts = withRoom(this.#salts, nextIx);
    for (; this.#count < nextIx; this.#count++) {
      this.#salts[this.#count] = this.#saltOf(nameOf(nodes, this.#count as NodeIx));
    }
    return this.#salts;
  }
}

/**
 * An even choice that other nodes do not disturb: every node draws a number for this choice, the highest wins. So a node
 * more or less in the cluster changes a pod's place only where that node is the winner.
 */
export const rendezvous = ({ saltOfChoice, saltOfNode, highest }: RendezvousParts): TieBreak => {
  const known = perCluster((_: NodesView) => new NodeSalts(saltOfNode));
  return {
    pick(pod, tied, count, nodes) {
      const isBefore = (a: number, b: number): boolean => nameOf(nodes, a as NodeIx) < nameOf(nodes, b as NodeIx);
      return highest(saltOfChoice(pod), known(nodes).of(nodes), tied, count, isBefore) as NodeIx;
    },
  };
};
