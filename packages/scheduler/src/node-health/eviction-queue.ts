// The nodes of one zone that wait for their NoExecute taint, let through at a rate: a token bucket that holds one token.
import type { NodeIx, SimTime } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";

export class EvictionQueue {
  #waiting: readonly NodeIx[] = [];
  /** Nodes per second; 0 = none. */
  #rate: number;
  /** When the bucket has a token (again). */
  #tokenAtUs: SimTime = 0;

  constructor(rate: number) {
    this.#rate = rate;
  }

  get waiting(): readonly NodeIx[] {
    return this.#waiting;
  }

  replace(waiting: readonly NodeIx[]): void {
    this.#waiting = waiting;
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The next instant a node can be let through, given that it is `now`; NEVER while none waits or none may go. */
  readyAtUs(now: SimTime): SimTime {
    if (this.#rate === 0 || this.#waiting.length === 0) return NEVER;
    return Math.max(now, this.#tokenAtUs);
  }

  /** Lets the first node through if there is a token for it. */
  take(now: SimTime): NodeIx | undefined {
    const [first, ...others] = this.#waiting;
    if (first === undefined || !this.#hasToken(now)) return undefined;
    this.#tokenAtUs = now + this.#refillUs();
    this.#waiting = others;
    return first;
  }

  /** From now on at another rate. The new bucket is as full as the old one; one that let nobody through was empty. */
  setRate(rate: number, now: SimTime): void {
    if (rate === this.#rate) return;
    const full = this.#hasToken(now);
    this.#rate = rate;
    this.#tokenAtUs = full ? now : now + this.#refillUs();
  }

  #hasToken(now: SimTime): boolean {
    return this.#rate > 0 && this.#tokenAtUs <= now;
  }

  #refillUs(): number {
    return this.#rate === 0 ? 0 : Math.round(SECOND / this.#rate);
  }
}
