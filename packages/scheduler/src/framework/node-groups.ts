// Nodes in the order they are looked at, each with a score of its own and a group: nodes of one group differ in nothing
// but that score. Summaries of blocks of nodes answer what a try asks (how many fit up to where, which are the best)
// without a look at every node.
import { withRoom } from "../cluster/typed-column.js";

/** Own score of a node that does not fit. */
export const NOT_FITTING = -1;

/** By default nodes are summarised in blocks of 64. */
const BLOCK_BITS = 6;
/** Beyond so many groups per node of a block, summaries cost more than they save. */
const GROUPS_PER_NODE = 1;

export interface Stretch {
  /** Nodes of open groups that fit, at most as many as were wanted. */
  readonly found: number;
  /** Nodes up to and without the one that was one too many. */
  readonly seen: number;
}

export class NodeGroups {
  readonly #bits: number;
  #length = 0;
  #blocks = 0;
  /** By position: the node's own score, a whole number >= 0 and below 2^31, or NOT_FITTING; and its group. */
  #own = new Int32Array(0);
  #groupOf = new Int32Array(0);
  /** By group: how many of its nodes fit, and the position of one of them, as far as it is known. */
  #sizes = new Int32Array(0);
  #members = new Int32Array(0);
  /** By group and block: how many nodes fit, and the highest of their own scores (NOT_FITTING if none). */
  #counts = new Int32Array(0);
  #highest = new Int32Array(0);
  #groupCount = 0;

  /** Blocks are of 2^bits nodes. */
  constructor(bits = BLOCK_BITS) {
    this.#bits = bits;
  }

  get length(): number {
    return this.#length;
  }

  /** Groups are numbered below it. */
  get groupCount(): number {
    return this.#groupCount;
  }

  /** Starts anew with `length` nodes of which none fits, and without groups. */
  clear(length: number): void {
    this.#length = length;
    this.#blocks = Math.ceil(length / 2 ** this.#bits);
    this.#own = new Int32Array(length).fill(NOT_FITTING);
    this.#groupOf = new Int32Array(length);
    this.#sizes = new Int32Array(0);
    this.#counts = new Int32Array(0);
    this.#highest = new Int32Array(0);
    this.#groupCount = 0;
  }

  ownAt(position: number): number {
    return this.#own[position] ?? NOT_FITTING;
  }

  groupAt(position: number): number {
    return this.#groupOf[position] ?? 0;
  }

  /** How many nodes of the group fit. */
  sizeOf(group: number): number {
    return this.#sizes[group] ?? 0;
  }

  /** The position of a node of the group that fits; the group has one. */
  memberOf(group: number): number {
    const known = this.#members[group] ?? 0;
    if (this.#own[known] !== NOT_FITTING && this.#groupOf[known] === group) return known;
    let at = 0;
    if (!this.#isWide) {
      let block = 0;
      while (block < this.#blocks - 1 && this.#counts[group * this.#blocks + block] === 0) block++;
      at = block << this.#bits;
    }
    while (at < this.#length && (this.#own[at] === NOT_FITTING || this.#groupOf[at] !== group)) at++;
    this.#members[group] = at;
    return at;
  }

  put(position: number, group: number, own: number): void {
    const ownBefore = this.#own[position] ?? NOT_FITTING;
    const groupBefore = this.#groupOf[position] ?? 0;
    if (own === ownBefore && (group === groupBefore || own === NOT_FITTING)) return;
    if (group >= this.#groupCount) this.#makeRoom(group);
    this.#own[position] = own;
    this.#groupOf[position] = group;
    if (ownBefore !== NOT_FITTING) this.#leave(position, groupBefore, ownBefore);
    if (own !== NOT_FITTING) this.#enter(position, group, own);
  }

  /** Nobody fits here any more. */
  drop(position: number): void {
    this.put(position, this.groupAt(position), NOT_FITTING);
  }

  /**
   * Looks at nodes from `start` on, in turn, until one more than `wanted` fits or all were seen. `isOpen` says by group
   * whether its nodes are to be counted; `counts` takes, by group, how many were.
   */
  search(start: number, wanted: number, isOpen: Uint8Array, counts: Int32Array): Stretch {
    const total = this.#countAll(isOpen, counts);
    if (total <= wanted) return { found: total, seen: this.#length };
    counts.fill(0, 0, this.#groupCount);
    let found = 0;
    let seen = 0;
    let at = start;
    while (seen < this.#length) {
      const blockEnd = Math.min(this.#length, ((at >> this.#bits) + 1) << this.#bits);
      const end = Math.min(blockEnd, at + this.#length - seen);
      const isWhole = !this.#isWide && end === blockEnd && (at & ((1 << this.#bits) - 1)) === 0;
      const inBlock = isWhole ? this.#countInBlock(at >> this.#bits, isOpen) : Infinity;
      if (found + inBlock <= wanted) {
        this.#addBlock(at >> this.#bits, isOpen, counts);
        found += inBlock;
      } else {
        for (let k = at; k < end; k++) {
          const group = this.#groupOf[k] ?? 0;
          if (this.#own[k] === NOT_FITTING || isOpen[group] !== 1) continue;
          if (found === wanted) return { found, seen: seen + k - at };
          counts[group] = (counts[group] ?? 0) + 1;
          found++;
        }
      }
      seen += end - at;
      at = end === this.#length ? 0 : end;
    }
    return { found, seen };
  }

  /**
   * The nodes with the highest sum of their own score and `added`, by group (-Infinity = none of it), among `count` nodes
   * from `start` on: puts order[position] of each into `tied` and returns how many they are.
   */
  best(start: number, count: number, added: Float64Array, order: Int32Array, tied: Int32Array): number {
    const end = Math.min(start + count, this.#length);
    const rest = start + count - end;
    const highest = Math.max(this.#bestIn(start, end, added), rest > 0 ? this.#bestIn(0, rest, added) : -Infinity);
    const tiedCount = this.#gather(start, end, added, highest, order, tied, 0);
    return rest > 0 ? this.#gather(0, rest, added, highest, order, tied, tiedCount) : tiedCount;
  }

  /** Whether there are so many groups that no summaries are kept. */
  get #isWide(): boolean {
    return this.#groupCount > GROUPS_PER_NODE << this.#bits;
  }

  #makeRoom(group: number): void {
    this.#groupCount = group + 1;
    this.#sizes = withRoom(this.#sizes, group);
    this.#members = withRoom(this.#members, group);
    if (this.#isWide) return;
    const before = this.#highest.length;
    const last = (group + 1) * this.#blocks - 1;
    this.#counts = withRoom(this.#counts, last);
    this.#highest = withRoom(this.#highest, last).fill(NOT_FITTING, before);
  }

  #enter(position: number, group: number, own: number): void {
    this.#sizes[group] = this.sizeOf(group) + 1;
    if (this.#isWide) return;
    const at = group * this.#blocks + (position >> this.#bits);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    if (own > (this.#highest[at] ?? NOT_FITTING)) this.#highest[at] = own;
  }

  #leave(position: number, group: number, own: number): void {
    this.#sizes[group] = this.sizeOf(group) - 1;
    if (this.#isWide) return;
    const block = position >> this.#bits;
    const at = group * this.#blocks + block;
    this.#counts[at] = (this.#counts[at] ?? 0) - 1;
    if (own < (this.#highest[at] ?? NOT_FITTING)) return;
    let highest = NOT_FITTING;
    const end = Math.min(this.#length, (block + 1) << this.#bits);
    for (let k = block << this.#bits; k < end; k++) {
      const score = this.#own[k] ?? NOT_FITTING;
      if (score <= highest || this.#groupOf[k] !== group) continue;
      // There is another one as high.
      if (score === own) return;
      highest = score;
    }
    this.#highest[at] = highest;
  }

  #countAll(isOpen: Uint8Array, counts: Int32Array): number {
    let total = 0;
    for (let group = 0; group < this.#groupCount; group++) {
      const size = isOpen[group] === 1 ? this.sizeOf(group) : 0;
      counts[group] = size;
      total += size;
    }
    return total;
  }

  #countInBlock(block: number, isOpen: Uint8Array): number {
    let count = 0;
    for (let group = 0, at = block; group < this.#groupCount; group++, at += this.#blocks) {
      if (isOpen[group] === 1) count += this.#counts[at] ?? 0;
    }
    return count;
  }

  #addBlock(block: number, isOpen: Uint8Array, counts: Int32Array): void {
    for (let group = 0, at = block; group < this.#groupCount; group++, at += this.#blocks) {
      if (isOpen[group] === 1) counts[group] = (counts[group] ?? 0) + (this.#counts[at] ?? 0);
    }
  }

  /** The first block that begins in [from, to) and the one after the last that ends there; equal = there is none. */
  #wholeBlocks(from: number, to: number): readonly [number, number] {
    const first = (from + (1 << this.#bits) - 1) >> this.#bits;
    const end = to === this.#length ? this.#blocks : to >> this.#bits;
    return this.#isWide || first >= end ? [0, 0] : [first, end];
  }

  #bestIn(from: number, to: number, added: Float64Array): number {
    const [first, end] = this.#wholeBlocks(from, to);
    if (first === end) return this.#bestAmong(from, to, added);
    let best = this.#bestAmong(from, first << this.#bits, added);
    best = Math.max(best, this.#bestAmong(Math.min(to, end << this.#bits), to, added));
    for (let group = 0; group < this.#groupCount; group++) {
      const extra = added[group] ?? -Infinity;
      if (extra === -Infinity) continue;
      let highest = NOT_FITTING;
      const last = group * this.#blocks + end;
      for (let at = group * this.#blocks + first; at < last; at++) {
        const score = this.#highest[at] ?? NOT_FITTING;
        if (score > highest) highest = score;
      }
      if (highest !== NOT_FITTING && highest + extra > best) best = highest + extra;
    }
    return best;
  }

  #bestAmong(from: number, to: number, added: Float64Array): number {
    let best = -Infinity;
    for (let k = from; k < to; k++) {
      const own = this.#own[k] ?? NOT_FITTING;
      if (own === NOT_FITTING) continue;
      const total = own + (added[this.#groupOf[k] ?? 0] ?? -Infinity);
      if (total > best) best = total;
    }
    return best;
  }

  #gather(
    from: number,
    to: number,
    added: Float64Array,
    total: number,
    order: Int32Array,
    tied: Int32Array,
    tiedBefore: number,
  ): number {
    const [first, end] = this.#wholeBlocks(from, to);
    if (first === end) return this.#gatherAmong(from, to, added, total, order, tied, tiedBefore);
    let count = this.#gatherAmong(from, first << this.#bits, added, total, order, tied, tiedBefore);
    const own = this.#own;
    const groupOf = this.#groupOf;
    for (let group = 0; group < this.#groupCount; group++) {
      const extra = added[group] ?? -Infinity;
      if (extra === -Infinity) continue;
      const wanted = (total - extra) | 0;
      for (let block = first; block < end; block++) {
        if (this.#highest[group * this.#blocks + block] !== wanted) continue;
        const stop = Math.min(this.#length, (block + 1) << this.#bits);
        for (let k = block << this.#bits; k < stop; k++) {
          if (own[k] === wanted && groupOf[k] === group) tied[count++] = order[k] ?? 0;
        }
      }
    }
    return this.#gatherAmong(Math.min(to, end << this.#bits), to, added, total, order, tied, count);
  }

  #gatherAmong(
    from: number,
    to: number,
    added: Float64Array,
    total: number,
    order: Int32Array,
    tied: Int32Array,
    tiedBefore: number,
  ): number {
    let count = tiedBefore;
    for (let k = from; k < to; k++) {
      const own = this.#own[k] ?? NOT_FITTING;
      if (own === NOT_FITTING || own + (added[this.#groupOf[k] ?? 0] ?? -Infinity) !== total) continue;
      tied[count++] = order[k] ?? 0;
    }
    return count;
  }
}
