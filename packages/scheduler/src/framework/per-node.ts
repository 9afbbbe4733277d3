// A number per node that is computed once and kept until the node changes, or only its labels, where nothing else matters.
import type { NodeIx, NodeState } from "@podsim/core";
import type { NodesView } from "../cluster/cluster-view.js";
import { withRoom } from "../cluster/typed-column.js";

/** A whole number, |n| < 2^31, that depends on the node. */
export type NodeNumber = (node: NodeIx) => number;

/** Numbers of nodes, for reading many in a row: what `read` gives may be used until something in the cluster changes. */
export interface NodeNumbers {
  read(): NodeNumber;
}

export const notKept = (compute: NodeNumber): NodeNumbers => ({ read: () => compute });

/** A number is kept as long as the node's stamp, a whole number from 1, stays the same. */
class KeptNumbers implements NodeNumbers {
  readonly #nodes: NodesView;
  readonly #stampsOf: (nodes: NodesView) => ArrayLike<number>;
  readonly #compute: NodeNumber;
  #stamps = new Int32Array(0);
  #values = new Int32Array(0);

  constructor(nodes: NodesView, stampsOf: (nodes: NodesView) => ArrayLike<number>, compute: NodeNumber) {
    this.#nodes = nodes;
    this.#stampsOf = stampsOf;
    this.#compute = compute;
  }

  read(): NodeNumber {
    const nodes = this.#nodes;
    const stamps = (this.#stamps = withRoom(this.#stamps, nodes.nextIx));
    const values = (this.#values = withRoom(this.#values, nodes.nextIx));
    const current = this.#stampsOf(nodes);
    const compute = this.#compute;
    const renew = (node: NodeIx, stamp: number): number => {
      const value = compute(node);
      stamps[node] = stamp;
      values[node] = value;
      return value;
    };
    return (node) => {
      const stamp = current[node] ?? 0;
      return stamps[node] === stamp ? (values[node] ?? 0) : renew(node, stamp);
    };
  }
}

/** For numbers that depend on the node's labels and name and on nothing else. */
export const keptWhileLabelled = (nodes: NodesView, compute: (node: NodeState) => number): NodeNumbers =>
  new KeptNumbers(
    nodes,
    ({ labelSets }) => labelSets,
    (node) => {
      const state = nodes.at(node);
      return state === undefined ? 0 : compute(state);
    },
  );

/** For numbers that depend on the node and its pods and on nothing else, and cost more to compute than to look up. */
export const keptWhileUnchanged = (nodes: NodesView, compute: NodeNumber): NodeNumbers =>
  new KeptNumbers(nodes, ({ changes }) => changes, compute);
