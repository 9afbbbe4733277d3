// Which nodes changed, in order, so that whatever was computed from them is brought up to date by looking at those alone.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import { withRoom } from "./typed-column.js";

/** What readers of a journal see of it. */
export interface NodeChanges {
  /** Position after the newest entry: where a reader stands that has seen everything. */
  readonly position: number;
  /**
   * Visits every node that changed since `position`, each once, in order of its newest change. False, without a visit,
   * if the entries of that time are no longer kept.
   */
  visitSince(position: number, visit: (node: NodeIx) => void): boolean;
}

/** How many entries are kept: a reader further behind starts afresh. */
export interface JournalLength {
  /** With few nodes, at least so many. */
  readonly min: number;
  readonly perNode: number;
}

const LONG: JournalLength = { min: 4_096, perNode: 4 };
/** For readers to whom starting afresh is a look at every node. */
export const SHORT_JOURNAL: JournalLength = { min: 64, perNode: 1 };

export class ChangeJournal implements NodeChanges {
  readonly #length: JournalLength;
  #entries: NodeIx[] = [];
  /** Position of the first entry kept. */
  #base = 0;
  /** Per node: position after its newest entry (below 2^31); 0 = never changed. */
  #newest = new Int32Array(0);
  #nodes = 0;

  constructor(length = LONG) {
    this.#length = length;
  }

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
    if (this.#entries.length > this.#length.min + this.#length.perNode * this.#nodes) this.#forgetHalf();
  }

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
