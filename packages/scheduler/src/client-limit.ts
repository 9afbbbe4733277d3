// A controller's client to the API server: so many writes per second, and a burst of them after a pause.
import type { SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";

export interface ClientLimitSettings {
  /** Writes per second, > 0. */
  readonly qps: number;
  /** Writes that may be made at once after a pause, >= 1. */
  readonly burst: number;
}

export class ClientLimit {
  readonly #qps: number;
  readonly #burst: number;
  /** By when all writes so far would have been made one after the other. */
  #paidUntilUs: SimTime = 0;

  constructor({ qps, burst }: ClientLimitSettings) {
    this.#qps = qps;
    this.#burst = burst;
  }

  /** When the next write can be made, given that it is `now`. */
  readyAt(now: SimTime): SimTime {
    const aheadUs = Math.ceil((this.#burst / this.#qps) * SECOND);
    return Math.max(now, this.#paidUntilUs - aheadUs + 1);
  }

  /** So many writes were made. */
  spend(count: number, now: SimTime): void {
    this.#paidUntilUs = Math.max(this.#paidUntilUs, now) + Math.round((count / this.#qps) * SECOND);
  }
}
