// How many replicas of a target were ready when, as far back as a sample reaches.
import type { Duration, SimTime } from "@podsim/core";

interface Count {
  readonly atUs: SimTime;
  readonly ready: number;
}

export class ReadyHistory {
  #counts: Count[];

  constructor(at: SimTime, ready: number) {
    this.#counts = [{ atUs: at, ready }];
  }

  /** `keptUs`: how far back is asked. */
  note(at: SimTime, ready: number, keptUs: Duration): void {
    if (this.#counts.at(-1)?.ready === ready) return;
    const since = this.#counts.findLastIndex(({ atUs }) => atUs <= at - keptUs);
    this.#counts = [...this.#counts.slice(Math.max(0, since)), { atUs: at, ready }];
  }

  /** Stretches of [from, to) with the number of ready replicas in each; before the first note it is that of the first. */
  between(
    from: SimTime,
    to: SimTime,
  ): readonly { readonly fromUs: SimTime; readonly toUs: SimTime; readonly ready: number }[] {
    const stretches = [];
    for (const [ix, { atUs, ready }] of this.#counts.entries()) {
      const start = ix === 0 ? from : Math.max(from, atUs);
      const end = Math.min(to, this.#counts[ix + 1]?.atUs ?? to);
      if (start < end) stretches.push({ fromUs: start, toUs: end, ready });
    }
    return stretches;
  }
}
