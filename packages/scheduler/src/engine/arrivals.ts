// What is known before a run begins, in order: read by cursor and merged with the agenda, so that it never enters a heap.
import { NEVER } from "@podsim/core/time";
import type { SimTime } from "@podsim/core/time";
import type { Agenda } from "./agenda.js";
import { RANK_MAX } from "./agenda.js";
import { invariant } from "./invariant.js";

/** One entry that scenario input puts into the future. */
export interface Arrival<Entry extends object> {
  readonly at: SimTime;
  readonly entry: Entry;
}

type RankOf<Entry> = (entry: Entry) => number;

/** Copies the arrivals into the order createArrivals asks for; equal ones stay in the order given. */
export const sortArrivals = <Entry extends object>(
  arrivals: readonly Arrival<Entry>[],
  rankOf: RankOf<Entry>,
): Arrival<Entry>[] => arrivals.toSorted((a, b) => a.at - b.at || rankOf(a.entry) - rankOf(b.entry));

/**
 * A cursor over arrivals. The order it keeps with an agenda is the one they would have if every arrival had been planned
 * in it, in their order, before anything else: by time, then rank, and at equal ranks arrivals before what was planned.
 */
export interface Arrivals<Entry extends object> {
  readonly remainingCount: number;
  /** Time of the next arrival, NEVER if there is none. */
  peekTime(): SimTime;
  /** Whether the next arrival comes before the agenda's next entry; false if there is none. */
  precedes(agenda: Agenda<Entry>): boolean;
  /** Takes the next arrival's entry; undefined if there is none. */
  take(): Entry | undefined;
}

class Cursor<Entry extends object> implements Arrivals<Entry> {
  #next = 0;

  constructor(
    private readonly arrivals: readonly Arrival<Entry>[],
    private readonly rankOf: RankOf<Entry>,
  ) {}

  get remainingCount(): number {
    return this.arrivals.length - this.#next;
  }

  peekTime(): SimTime {
    return this.arrivals[this.#next]?.at ?? NEVER;
  }

  precedes(agenda: Agenda<Entry>): boolean {
    const next = this.arrivals[this.#next];
    if (next === undefined) return false;
    const plannedAt = agenda.peekTime();
    return next.at < plannedAt || (next.at === plannedAt && this.rankOf(next.entry) <= agenda.peekRank());
  }

  take(): Entry | undefined {
    const next = this.arrivals[this.#next];
    if (next !== undefined) this.#next += 1;
    return next?.entry;
  }
}

/**
 * `arrivals` are sorted by time, then by rank, none before `startUs` or at NEVER; anything else throws
 * InvariantViolation. The array is read, not copied.
 */
export const createArrivals = <Entry extends object>(
  arrivals: readonly Arrival<Entry>[],
  rankOf: RankOf<Entry>,
  startUs: SimTime,
): Arrivals<Entry> => {
  requireOrder(arrivals, rankOf, startUs);
  return new Cursor(arrivals, rankOf);
};

const requireOrder = <Entry extends object>(
  arrivals: readonly Arrival<Entry>[],
  rankOf: RankOf<Entry>,
  startUs: SimTime,
): void => {
  let at = startUs;
  let rank = 0;
  for (const [position, next] of arrivals.entries()) {
    const nextRank = rankOf(next.entry);
    const isTime = Number.isSafeInteger(next.at) && next.at < NEVER;
    const isRank = Number.isInteger(nextRank) && nextRank >= 0 && nextRank <= RANK_MAX;
    const isInOrder = next.at > at || (next.at === at && nextRank >= rank);
    invariant(
      isTime && isRank && isInOrder,
      () =>
        `arrival ${String(position)} at ${String(next.at)} µs, rank ${String(nextRank)}, ` +
        `cannot follow ${String(at)} µs, rank ${String(rank)}`,
    );
    at = next.at;
    rank = nextRank;
  }
};
