// The nodes one try looks at: a stretch still to be filtered behind those that have passed, and what became of the others.
import type { NodeIx } from "@podsim/core";
import type { Candidates } from "./plugin.js";

export class NodeWindow implements Candidates {
  #nodes = new Int32Array(0);
  /** Nodes before it have passed every filter. */
  #start = 0;
  #end = 0;
  /** Per node, of those rejected in this try: by which filter, and the number it gave. */
  #rejectedBy = new Int32Array(0);
  #rejection = new Int32Array(0);
  #filter = 0;

  get size(): number {
    return this.#end - this.#start;
  }

  at(k: number): NodeIx {
    return this.#nodes[this.#start + k] as NodeIx;
  }

  keep(test: (node: NodeIx) => number): void {
    const nodes = this.#nodes;
    const end = this.#end;
    let kept = this.#start;
    for (let k = kept; k < end; k++) {
      const node = nodes[k] as NodeIx;
      const rejection = test(node);
      if (rejection === 0) nodes[kept++] = node;
      else {
        this.#rejectedBy[node] = this.#filter;
        this.#rejection[node] = rejection;
      }
    }
    this.#end = kept;
  }

  /** Forgets everything; makes room for as many nodes as there are indexes. */
  clear(nextIx: number): void {
    this.#start = 0;
    this.#end = 0;
    if (nextIx <= this.#rejection.length) return;
    const length = 2 * nextIx;
    this.#nodes = new Int32Array(length);
    this.#rejectedBy = new Int32Array(length);
    this.#rejection = new Int32Array(length);
  }

  /** Begins a stretch with `count` nodes of a list, from its `from`-th on and from its start after its end. */
  load(list: readonly NodeIx[], from: number, count: number): void {
    const nodes = this.#nodes;
    let at = this.#end;
    let k = from;
    for (let left = count; left > 0; left--) {
      nodes[at++] = list[k++] as NodeIx;
      if (k === list.length) k = 0;
    }
    this.#end = at;
  }

  /** The filter that rejects from now on: >= 0, its place among those of this try. */
  useFilter(filter: number): void {
    this.#filter = filter;
  }

  /** What is left of the stretch has passed; returns how many nodes have so far. */
  pass(): number {
    this.#start = this.#end;
    return this.#end;
  }

  /** Makes the nodes that passed, except those after the first `count`, the candidates. */
  recall(count: number): void {
    this.#start = 0;
    this.#end = Math.min(count, this.#end);
  }

  /** Only for a node that a filter of this try rejected. */
  rejectedBy(node: NodeIx): number {
    return this.#rejectedBy[node] ?? 0;
  }

  rejectionOf(node: NodeIx): number {
    return this.#rejection[node] ?? 0;
  }
}
