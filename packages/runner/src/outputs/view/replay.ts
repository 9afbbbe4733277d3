// Folds a log into a world again, fact by fact or up to a moment: the only way a stored run is read.
import type { Envelope, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { applyFact, createWorld, entityState } from "@podsim/scheduler";
import type { WorldView } from "@podsim/scheduler";

/** A fact just applied, with the state of its entity before and after; undefined where there is none. */
export interface Step {
  readonly fact: Envelope;
  readonly before: unknown;
  readonly after: unknown;
}

/** How many facts of the log happened at or before `at`. */
export const factCountAt = (log: EventLog, at: SimTime): number => {
  let low = 0;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (log.at(middle) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
};

export class Replay {
  readonly log: EventLog;
  readonly #world = createWorld();
  #next = 0;

  constructor(log: EventLog) {
    this.log = log;
  }

  get world(): WorldView {
    return this.#world;
  }

  /** How many facts were applied. */
  get factCount(): number {
    return this.#next;
  }

  /** Applies the facts up to seq `to` (exclusive); `see` hears of each. */
  advance(to: number, see?: (step: Step) => void): this {
    const end = Math.min(to, this.log.length);
    for (; this.#next < end; this.#next += 1) {
      const fact = this.log.read(this.#next);
      const before = see === undefined ? undefined : entityState(fact, this.#world);
      applyFact(this.#world, fact);
      see?.({ fact, before, after: entityState(fact, this.#world) });
    }
    return this;
  }
}
