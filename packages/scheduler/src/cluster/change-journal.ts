// Which nodes changed, in order, so that whatever was computed from them is brought up to date by looking at those alone.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import { withRoom } from "./typed-column.js";

/** With few nodes, at least this many entries are kept; a reader further behind starts afresh. */
const KEPT_MIN = 4_096;

export class ChangeJournal {
  #entries: NodeIx[] = [];
  /** Position of the first entry kept. */
  #base = 0;
  /** Per node: position after its newest entry (below 2^31); 0 = never changed. */
  #newest = new Int32Array(0);
  #nodes = 0;

  /** Position after the newest entry: where a reader stands that has seen everything. */
  get position(): number {
    return this.#base + this.#entries.length;
  }

  /** By node: the position after its newest entry, from 1; equal values mean that nothing happened to it between. */
  get newest(): ArrayLike<number> {
    return this.#newest;
  }

  note(node: NodeIx): void {
    this.#newest = withRoom(this.#newest, node);
    this.#nodes = Math.max(this.#nodes, node + 1);
    this.#entries.push(node);
    this.#newest[node] = this.position;
    if (this.#entries.length > KEPT_MIN + 4 * this.#nodes) this.#forgetHalf();
  }

  /**
   * Visits every node that changed since `position`, each once, in order of its newest change. False, without a visit,
   * if the entries of that time are no longer kept.
   */
  visitSince(position: number, visit: (node: NodeIx) => void): boolean {
    invariant(position <= this.position, () => `a reader stands at ${position}, beyond ${this.position}`);
    if (position < this.#base) return false;
    const end = this.position;
    for (let at = position; at < end; at++) {
      const node = this.#entries[at - this.#base];
      if (node !== undefined && this.#newest[node] === at + 1) visit(node);
    }
    return true;
  }

  #forgetHalf(): void {
    const dropped = this.#entries.length >> 1;
    this.#entries = this.#entries.slice(dropped);
    this.#base += dropped;
  }
}
