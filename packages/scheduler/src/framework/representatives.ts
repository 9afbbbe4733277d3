// One node of each group, looked at in place of all: what plugins say of it, they would say of every other.
import type { NodeIx } from "@podsim/core";
import { withRoom } from "../cluster/typed-column.js";
import type { Candidates } from "./plugin.js";

export class Representatives implements Candidates {
  #nodes = new Int32Array(0);
  #groups = new Int32Array(0);
  #counts = new Int32Array(0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  at(k: number): NodeIx {
    return this.#nodes[k] as NodeIx;
  }

  standsFor(k: number): number {
    return this.#counts[k] ?? 0;
  }

  groupAt(k: number): number {
    return this.#groups[k] ?? 0;
  }

  keep(test: (node: NodeIx) => number): void {
    let kept = 0;
    for (let k = 0; k < this.#size; k++) {
      if (test(this.at(k)) !== 0) continue;
      this.#nodes[kept] = this.at(k);
      this.#groups[kept] = this.groupAt(k);
      this.#counts[kept++] = this.standsFor(k);
    }
    this.#size = kept;
  }

  clear(): void {
    this.#size = 0;
  }

  /** `count` nodes of the group are in question, `node` is one of them. */
  add(node: NodeIx, group: number, count: number): void {
    const k = this.#size++;
    this.#nodes = withRoom(this.#nodes, k);
    this.#groups = withRoom(this.#groups, k);
    this.#counts = withRoom(this.#counts, k);
    this.#nodes[k] = node;
    this.#groups[k] = group;
    this.#counts[k] = count;
  }
}
