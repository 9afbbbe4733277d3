// Nodes in the order they are looked at, each with a rating and a group: nodes of one group differ in nothing but their
// rating. Summaries of blocks of nodes answer what a try asks (how many fit up to where, which are the best) without a look
// at every node. Ratings belong to others and change under the groups: a block is summed up again when it is next needed.
import { withRoom } from "../cluster/typed-column.js";
import { BLOCK_BITS, NOT_FITTING } from "./node-ratings.js";

/** Group of a node of which nothing is known yet. */
export const UNKNOWN = -1;

/** Beyond so many groups per node of a block, summaries cost more than they save. */
const GROUPS_PER_NODE = 1;
/** No block has this stamp. */
const STALE = 0;

export interface Stretch {
  /** Nodes of open groups that fit, at most as many as were wanted. */
  readonly found: number;
  /** Nodes up to and without the one that was one too many. */
  readonly seen: number;
}

/** Ratings by position, and by block a stamp that is another after every change in it, from 1. */
export interface RatedPositions {
  readonly own: Int32Array;
  readonly blockStamps: Int32Array;
}

const NOTHING_RATED: RatedPositions = { own: new Int32Array(0), blockStamps: new Int32Array(0) };

export class NodeGroups {
  readonly #bits: number;
  #length = 0;
  #blocks = 0;
  #rated = NOTHING_RATED;
  /** By position: the node's group, or UNKNOWN; and whether it is counted there, as it is while it fits and is not aside. */
  #groupOf = new Int32Array(0);
  #isIn = new Uint8Array(0);
  /** By group: how many of its nodes fit, and the position of one of them, as far as it is known. */
  #sizes = new Int32Array(0);
  #members = new Int32Array(0);
  /** By group and block: how many nodes fit, and the highest of their ratings (NOT_FITTING if none) as of the stamp. */
  #counts = new Int32Array(0);
  #highest = new Int32Array(0);
  /** By block. */
  #stamps = new Int32Array(0);
  #groupCount = 0;

  /** Blocks are of 2^bits nodes. */
  constructor(bits = BLOCK_BITS) {
    this.#bits = bits;
  }

  /** Groups are numbered below it. */
  get groupCount(): number {
    return this.#groupCount;
  }

  /** Starts anew with the nodes of these ratings, all UNKNOWN, and without groups. */
  clear(rated: RatedPositions): void {
    const { length } = rated.own;
    this.#rated = rated;
    this.#length = length;
    this.#blocks = Math.ceil(length / 2 ** this.#bits);
    this.#groupOf = new Int32Array(length).fill(UNKNOWN);
    this.#isIn = new Uint8Array(length);
    this.#sizes = new Int32Array(0);
    this.#counts = new Int32Array(0);
    this.#highest = new Int32Array(0);
    this.#stamps = new Int32Array(this.#blocks);
    this.#groupCount = 0;
  }

  fits(position: number): boolean {
    return (this.#rated.own[position] ?? NOT_FITTING) !== NOT_FITTING;
  }

  /** Whether it counts: it fits, its group is known, and it was not set aside. */
  isIn(position: number): boolean {
    return this.#isIn[position] === 1;
  }

  groupAt(position: number): number {
    return this.#groupOf[position] ?? UNKNOWN;
  }

  /** How many nodes of the group fit. */
  sizeOf(group: number): number {
    return this.#sizes[group] ?? 0;
  }

  /** The position of a node of the group that fits; the group has one. */
  memberOf(group: number): number {
    const known = this.#members[group] ?? 0;
    if (this.#isIn[known] === 1 && this.#groupOf[known] === group) return known;
    let at = 0;
    if (!this.#isWide) {
      let block = 0;
      while (block < this.#blocks - 1 && this.#counts[group * this.#blocks + block] === 0) block++;
      at = block << this.#bits;
    }
    while (at < this.#length && (this.#isIn[at] !== 1 || this.#groupOf[at] !== group)) at++;
    this.#members[group] = at;
    return at;
  }

  /** The node is of this group from now on. */
  put(position: number, group: number): void {
    if (group === this.#groupOf[position]) return;
    if (group >= this.#groupCount) this.#makeRoom(group);
    this.setAside(position);
    this.#groupOf[position] = group;
    this.refit(position);
  }

  /** It came to fit, to fit no longer, or is not aside any more. */
  refit(position: number): void {
    const group = this.groupAt(position);
    const isIn = group !== UNKNOWN && this.fits(position) ? 1 : 0;
    if (isIn === this.#isIn[position]) return;
    this.#isIn[position] = isIn;
    this.#count(position, group, isIn === 1 ? 1 : -1);
  }

  /** It counts no longer, whether or not it fits. */
  setAside(position: number): void {
    if (this.#isIn[position] !== 1) return;
    this.#isIn[position] = 0;
    this.#count(position, this.groupAt(position), -1);
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
          if (this.#isIn[k] !== 1 || isOpen[group] !== 1) continue;
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
   * The nodes with the highest sum of their rating and `added`, by group (-Infinity = none of it), among `count` nodes
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

  #count(position: number, group: number, by: 1 | -1): void {
    this.#sizes[group] = this.sizeOf(group) + by;
    const block = position >> this.#bits;
    this.#stamps[block] = STALE;
    if (this.#isWide) return;
    const at = group * this.#blocks + block;
    this.#counts[at] = (this.#counts[at] ?? 0) + by;
  }

  /** Sums up blocks that changed. */
  #sumUp(first: number, end: number): void {
    const { own, blockStamps } = this.#rated;
    const highest = this.#highest;
    const groupOf = this.#groupOf;
    const isIn = this.#isIn;
    const blocks = this.#blocks;
    for (let block = first; block < end; block++) {
      const stamp = blockStamps[block] ?? STALE;
      if (this.#stamps[block] === stamp) continue;
      this.#stamps[block] = stamp;
      for (let at = block, last = this.#groupCount * blocks; at < last; at += blocks) highest[at] = NOT_FITTING;
      const stop = Math.min(this.#length, (block + 1) << this.#bits);
      for (let k = block << this.#bits; k < stop; k++) {
        if (isIn[k] !== 1) continue;
        const at = (groupOf[k] ?? 0) * blocks + block;
        const rating = own[k] ?? NOT_FITTING;
        if (rating > (highest[at] ?? NOT_FITTING)) highest[at] = rating;
      }
    }
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
    this.#sumUp(first, end);
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
    const { own } = this.#rated;
    let best = -Infinity;
    for (let k = from; k < to; k++) {
      if (this.#isIn[k] !== 1) continue;
      const total = (own[k] ?? 0) + (added[this.#groupOf[k] ?? 0] ?? -Infinity);
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
    const { own } = this.#rated;
    const groupOf = this.#groupOf;
    const isIn = this.#isIn;
    for (let group = 0; group < this.#groupCount; group++) {
      const extra = added[group] ?? -Infinity;
      if (extra === -Infinity) continue;
      const wanted = (total - extra) | 0;
      for (let block = first; block < end; block++) {
        if (this.#highest[group * this.#blocks + block] !== wanted) continue;
        const stop = Math.min(this.#length, (block + 1) << this.#bits);
        for (let k = block << this.#bits; k < stop; k++) {
          if (own[k] === wanted && groupOf[k] === group && isIn[k] === 1) tied[count++] = order[k] ?? 0;
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
    const { own } = this.#rated;
    let count = tiedBefore;
    for (let k = from; k < to; k++) {
      if (this.#isIn[k] !== 1 || (own[k] ?? 0) + (added[this.#groupOf[k] ?? 0] ?? -Infinity) !== total) continue;
      tied[count++] = order[k] ?? 0;
    }
    return count;
  }
}
