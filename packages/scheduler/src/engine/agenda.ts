// The future of a run: planned entries in one total order (time, rank, sequence of planning), each of which can be withdrawn.
import { NEVER } from "@podsim/core/time";
import type { SimTime } from "@podsim/core/time";
import { InvariantViolation } from "./invariant.js";

/**
 * Names one planned entry. A positive integer; once the entry was handled or withdrawn it names nothing for ever, even
 * when its place in memory is used again.
 */
export type Token = number;

/** Names no entry: for columns that hold tokens. */
export const NO_TOKEN: Token = 0;

/** Ranks are whole numbers with 0 <= rank <= RANK_MAX; the lower one goes first within an instant. */
export const RANK_MAX = 255;

/** rank * SEQUENCES + sequence is one exact integer below 2^53, so a tie in time costs one comparison. */
const SEQUENCES = 2 ** 45;
/** A token is generation * SLOTS + slot, below 2^53. */
const SLOTS = 2 ** 26;
const GENERATION_MAX = 2 ** 27 - 1;
/** Small, as a small cluster plans few entries; a large one doubles its way up soon enough. */
const FIRST_CAPACITY = 32;

export interface AgendaOptions {
  /** No entry can be planned before it. Default 0. */
  readonly startUs?: SimTime;
  /** How often a slot is used before it is given up, 1 to 2^27 - 1 (the default); small ones are for tests. */
  readonly generationMax?: number;
}

/**
 * A 4-ary heap in typed columns. Live entries stand at the positions [0, size); a slot holds an entry's object from
 * planning to the end, while positions change as the heap moves. Children are compared without branches where times
 * differ: a mispredicted branch per level is what a heap of this size otherwise spends its time on.
 */
export class Agenda<Entry extends object> {
  #size = 0;
  #sequence = 0;
  #nowUs: SimTime;
  #causedBy = -1;
  readonly #generationMax: number;

  // By position. Behind the live ones, [size, pool), stand the free slots.
  #times = new Float64Array(0);
  #orders = new Float64Array(0);
  #slots = new Int32Array(0);
  #pool = 0;

  // By slot.
  #positions = new Int32Array(0);
  #generations = new Int32Array(0);
  #causes = new Int32Array(0);
  readonly #entries: (Entry | undefined)[] = [];

  constructor(options: AgendaOptions = {}) {
    this.#nowUs = options.startUs ?? 0;
    this.#generationMax = options.generationMax ?? GENERATION_MAX;
    this.#grow();
  }

  get size(): number {
    return this.#size;
  }

  /** Time of the entry popped last, or where advanceTo set it. */
  get nowUs(): SimTime {
    return this.#nowUs;
  }

  /** What the entry popped last was planned with. */
  get causedBy(): number {
    return this.#causedBy;
  }

  /** Time of the next entry, NEVER if there is none. */
  peekTime(): SimTime {
    return this.#size === 0 ? NEVER : this.#times[0]!;
  }

  /** Rank of the next entry, RANK_MAX + 1 if there is none. */
  peekRank(): number {
    return this.#size === 0 ? RANK_MAX + 1 : Math.floor(this.#orders[0]! / SEQUENCES);
  }

  /**
   * Plans `entry` for `at`: a safe integer, nowUs <= at < NEVER; anything else throws InvariantViolation. `causedBy` is
   * kept with it (a 32-bit integer).
   */
  plan(at: SimTime, rank: number, entry: Entry, causedBy = -1): Token {
    if (!(Number.isSafeInteger(at) && at >= this.#nowUs && at < NEVER)) {
      throw new InvariantViolation(`cannot plan for ${String(at)} µs at ${String(this.#nowUs)} µs`);
    }
    if (!(rank === (rank & RANK_MAX) && this.#sequence < SEQUENCES)) {
      throw new InvariantViolation(`no rank or no sequence left: ${String(rank)}, ${String(this.#sequence)}`);
    }
    const position = this.#size;
    if (position === this.#pool) this.#grow();
    const slot = this.#slots[position]!;
    this.#entries[slot] = entry;
    this.#causes[slot] = causedBy;
    this.#times[position] = at + 0;
    this.#orders[position] = rank * SEQUENCES + this.#sequence;
    this.#sequence += 1;
    this.#size = position + 1;
    this.#siftUp(position, position);
    return this.#generations[slot]! * SLOTS + slot;
  }

  /** Takes the entry out of the future; false if it is no longer, or never was, in it. */
  withdraw(token: Token): boolean {
    if (!Number.isSafeInteger(token) || token < SLOTS) return false;
    const slot = token % SLOTS;
    if (slot >= this.#generations.length || this.#generations[slot] !== (token - slot) / SLOTS) return false;
    const position = this.#positions[slot]!;
    if (position >= this.#size || this.#slots[position] !== slot) return false;
    const last = this.#size - 1;
    this.#size = last;
    if (position < last) {
      // What fills the gap comes from another branch of the heap: it may have to go either way.
      if (position > 0 && this.#precedes(last, (position - 1) >> 2)) this.#siftUp(position, last);
      else this.#siftDown(position, last);
    }
    this.#release(slot, last);
    return true;
  }

  /** Takes the first entry and moves nowUs to its time; undefined if there is none. */
  pop(): Entry | undefined {
    if (this.#size === 0) return undefined;
    const slot = this.#slots[0]!;
    this.#nowUs = this.#times[0]!;
    this.#causedBy = this.#causes[slot]!;
    const entry = this.#entries[slot];
    const last = this.#size - 1;
    this.#size = last;
    if (last > 0) this.#siftDown(0, last);
    this.#release(slot, last);
    return entry;
  }

  /** Moves nowUs forward without popping: not backward, not past the next entry. */
  advanceTo(at: SimTime): void {
    if (!(Number.isSafeInteger(at) && at >= this.#nowUs && at <= this.peekTime())) {
      throw new InvariantViolation(`cannot go to ${String(at)} µs from ${String(this.#nowUs)} µs`);
    }
    this.#nowUs = at;
  }

  #precedes(a: number, b: number): boolean {
    const atA = this.#times[a]!;
    const atB = this.#times[b]!;
    return atA < atB || (atA === atB && this.#orders[a]! < this.#orders[b]!);
  }

  /** Puts the slot behind the live ones for reuse, or gives it up when its tokens are used up. */
  #release(slot: number, position: number): void {
    this.#entries[slot] = undefined;
    const generation = this.#generations[slot]! + 1;
    this.#generations[slot] = generation;
    if (generation <= this.#generationMax) {
      this.#slots[position] = slot;
    } else {
      this.#pool -= 1;
      this.#slots[position] = this.#slots[this.#pool]!;
    }
  }

  /** Puts the item that stands at `from` where it belongs on the way from `position` to the root. */
  #siftUp(position: number, from: number): void {
    const times = this.#times;
    const orders = this.#orders;
    const slots = this.#slots;
    const positions = this.#positions;
    const at = times[from]!;
    const order = orders[from]!;
    const slot = slots[from]!;
    let hole = position;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const parentAt = times[parent]!;
      if (parentAt <= at && (parentAt < at || orders[parent]! < order)) break;
      const moved = slots[parent]!;
      times[hole] = parentAt;
      orders[hole] = orders[parent]!;
      slots[hole] = moved;
      positions[moved] = hole;
      hole = parent;
    }
    times[hole] = at;
    orders[hole] = order;
    slots[hole] = slot;
    positions[slot] = hole;
  }

  /** Puts the item that stands at `from` where it belongs below `position`. */
  #siftDown(position: number, from: number): void {
    const times = this.#times;
    const orders = this.#orders;
    const slots = this.#slots;
    const positions = this.#positions;
    const size = this.#size;
    const at = times[from]!;
    const order = orders[from]!;
    const slot = slots[from]!;
    let hole = position;
    for (let child = (hole << 2) + 1; child < size; child = (hole << 2) + 1) {
      const first = child + 3 < size ? firstOfFour(times, orders, child) : firstOfFew(times, orders, child, size);
      const firstAt = times[first]!;
      if (at <= firstAt && (at < firstAt || order < orders[first]!)) break;
      const moved = slots[first]!;
      times[hole] = firstAt;
      orders[hole] = orders[first]!;
      slots[hole] = moved;
      positions[moved] = hole;
      hole = first;
    }
    times[hole] = at;
    orders[hole] = order;
    slots[hole] = slot;
    positions[slot] = hole;
  }

  /** Adds free slots behind the ones in use; given-up slots are not among them. */
  #grow(): void {
    const slotCount = this.#generations.length;
    const added = Math.min(Math.max(slotCount, FIRST_CAPACITY), SLOTS - slotCount);
    if (added === 0) throw new InvariantViolation(`the agenda is full: ${String(this.#size)} entries`);
    const pool = this.#pool + added;
    this.#times = grown(new Float64Array(pool), this.#times, this.#size);
    this.#orders = grown(new Float64Array(pool), this.#orders, this.#size);
    this.#slots = grown(new Int32Array(pool), this.#slots, this.#pool);
    this.#positions = grown(new Int32Array(slotCount + added), this.#positions, slotCount);
    this.#causes = grown(new Int32Array(slotCount + added), this.#causes, slotCount);
    this.#generations = grown(new Int32Array(slotCount + added).fill(1), this.#generations, slotCount);
    for (let k = 0; k < added; k += 1) {
      this.#slots[this.#pool + k] = slotCount + k;
      this.#entries.push(undefined);
    }
    this.#pool = pool;
  }
}

type Column = Float64Array | Int32Array;

const grown = <C extends Column>(to: C, from: C, count: number): C => {
  to.set(from.subarray(0, count));
  return to;
};

/** Which of the four positions from `child` on goes first. */
const firstOfFour = (times: Float64Array, orders: Float64Array, child: number): number => {
  const at0 = times[child]!;
  const at1 = times[child + 1]!;
  const at2 = times[child + 2]!;
  const at3 = times[child + 3]!;
  const a = child + (at0 !== at1 ? +(at1 < at0) : +(orders[child + 1]! < orders[child]!));
  const b = child + 2 + (at2 !== at3 ? +(at3 < at2) : +(orders[child + 3]! < orders[child + 2]!));
  const atA = times[a]!;
  const atB = times[b]!;
  return a + (b - a) * (atA !== atB ? +(atB < atA) : +(orders[b]! < orders[a]!));
};

/** The same for the one to three positions [child, size) at the end of the heap. */
const firstOfFew = (times: Float64Array, orders: Float64Array, child: number, size: number): number => {
  let first = child;
  for (let k = child + 1; k < size; k += 1) {
    if (times[k]! < times[first]! || (times[k]! === times[first]! && orders[k]! < orders[first]!)) first = k;
  }
  return first;
};
