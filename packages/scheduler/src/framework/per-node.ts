// A number per node that depends on nothing but its labels and its name, kept until the labels change.
import type { NodeIx, NodeState } from "@podsim/core";
import type { NodesView } from "../cluster/cluster-view.js";
import { withRoom } from "../cluster/typed-column.js";

export class PerNode {
  readonly #nodes: NodesView;
  readonly #compute: (node: NodeState) => number;
  /** The node's set of labels at the time, plus one; 0 = not computed. */
  #labelSets = new Int32Array(0);
  #values = new Float64Array(0);

  constructor(nodes: NodesView, compute: (node: NodeState) => number) {
    this.#nodes = nodes;
    this.#compute = compute;
  }

  of(node: NodeIx): number {
    const stamp = this.#nodes.labelSetOf(node) + 1;
    if (this.#labelSets[node] !== stamp) this.#renew(node, stamp);
    return this.#values[node] ?? 0;
  }

  #renew(node: NodeIx, stamp: number): void {
    const state = this.#nodes.at(node);
    this.#labelSets = withRoom(this.#labelSets, node);
    this.#values = withRoom(this.#values, node);
    this.#labelSets[node] = stamp;
    this.#values[node] = state === undefined ? 0 : this.#compute(state);
  }
}
