// How many writes a recorder allows itself about one object: a burst, then one now and then.
import type { SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";

const BURST = 25;
const REFILL_US = 300 * SECOND;

export class TokenBucket {
  #tokens = BURST;
  #filledAtUs: SimTime;

  constructor(atUs: SimTime) {
    this.#filledAtUs = atUs;
  }

  /** Takes a token if there is one. */
  tryTake(atUs: SimTime): boolean {
    this.#tokens = Math.min(BURST, this.#tokens + (atUs - this.#filledAtUs) / REFILL_US);
    this.#filledAtUs = atUs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
