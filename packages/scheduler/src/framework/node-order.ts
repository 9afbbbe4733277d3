// The order nodes are looked at in, and each one's place in it.
import type { NodeIx } from "@podsim/core";
import type { NodesView } from "../cluster/cluster-view.js";

export class NodeOrder {
  readonly nodes: readonly NodeIx[];
  /** The same, for loops. */
  readonly column: Int32Array;
  readonly #positions: Int32Array;

  constructor({ nextIx }: NodesView, nodes: readonly NodeIx[]) {
    this.nodes = nodes;
    this.column = Int32Array.from(nodes);
    this.#positions = new Int32Array(nextIx).fill(-1);
    nodes.forEach((node, position) => (this.#positions[node] = position));
  }

  /** -1 = it is not there. */
  positionOf(node: NodeIx): number {
    return this.#positions[node] ?? -1;
  }
}
