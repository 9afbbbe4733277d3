// The agenda without any cleverness: a sorted array, searched from the front. What the fast one is held against.
import { NEVER } from "@podsim/core/time";
import type { SimTime } from "@podsim/core/time";

interface Planned<Entry> {
  readonly at: SimTime;
  readonly rank: number;
  readonly token: number;
  readonly entry: Entry;
  readonly causedBy: number;
}

/** Same methods as Agenda. Its tokens count from 1, so they are also the sequence of planning. */
export class NaiveAgenda<Entry extends object> {
  nowUs: SimTime;
  causedBy = -1;
  #planned: readonly Planned<Entry>[] = [];
  #plannedCount = 0;

  constructor(startUs: SimTime = 0) {
    this.nowUs = startUs;
  }

  get size(): number {
    return this.#planned.length;
  }

  peekTime(): SimTime {
    return this.#planned[0]?.at ?? NEVER;
  }

  peekRank(): number {
    return this.#planned[0]?.rank ?? 256;
  }

  plan(at: SimTime, rank: number, entry: Entry, causedBy = -1): number {
    if (!Number.isSafeInteger(at) || at < this.nowUs || at === NEVER)
      throw new RangeError(`not to be planned: ${String(at)}`);
    this.#plannedCount += 1;
    const token = this.#plannedCount;
    this.#planned = [...this.#planned, { at, rank, token, entry, causedBy }].sort(
      (a, b) => a.at - b.at || a.rank - b.rank || a.token - b.token,
    );
    return token;
  }

  withdraw(token: number): boolean {
    const before = this.#planned.length;
    this.#planned = this.#planned.filter((planned) => planned.token !== token);
    return this.#planned.length < before;
  }

  pop(): Entry | undefined {
    const [first, ...others] = this.#planned;
    if (first === undefined) return undefined;
    this.#planned = others;
    this.nowUs = first.at;
    this.causedBy = first.causedBy;
    return first.entry;
  }

  advanceTo(at: SimTime): void {
    if (at < this.nowUs || at > this.peekTime()) throw new RangeError(`not to be advanced to: ${String(at)}`);
    this.nowUs = at;
  }
}
