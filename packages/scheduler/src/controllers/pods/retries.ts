// How long a key rests after syncs of it that failed: twice as long each time, until one goes through.
import type { Duration } from "@podsim/core";

export interface RetryLimits {
  readonly minUs: Duration;
  readonly maxUs: Duration;
}

export class Retries {
  readonly #limits: RetryLimits;
  readonly #failures = new Map<number, number>();

  constructor(limits: RetryLimits) {
    this.#limits = limits;
  }

  /** A sync of the key failed; how long until the next. */
  failed(key: number): Duration {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    return Math.min(this.#limits.maxUs, this.#limits.minUs * 2 ** (failures - 1));
  }

  succeeded(key: number): void {
    this.#failures.delete(key);
  }
}
