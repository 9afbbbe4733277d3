// How often a node may go to a registry: a bucket of tokens that starts full, kept as the time at which it is full again.
import type { SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";

export class PullRate {
  #fullAtUs: SimTime = 0;

  /** @param perSecond tokens that flow in, 0 = no bound; @param burst tokens the bucket holds, at least 1. */
  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /** Takes a token; false if there is none, and nothing is taken. */
  tryTake(now: SimTime): boolean {
    if (this.perSecond === 0) return true;
    const tokenUs = Math.ceil(SECOND / this.perSecond);
    const fullAtUs = Math.max(this.#fullAtUs, now) + tokenUs;
    if (fullAtUs - now > this.burst * tokenUs) return false;
    this.#fullAtUs = fullAtUs;
    return true;
  }
}
