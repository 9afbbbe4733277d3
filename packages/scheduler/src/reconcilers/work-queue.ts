// The queue of keys of one process: each in it at most once, and later each time that reconciling it failed, as
// controller-runtime's rate limiter has it.
import type { Duration, SimTime } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";

const BASE_DELAY: Duration = 5 * MILLISECOND;
const DELAY_MAX: Duration = 1_000 * SECOND;

export class WorkQueue {
  /** Key -> when it may be taken; in the order in which they were added. */
  readonly #dueUs = new Map<string, SimTime>();
  readonly #failures = new Map<string, number>();

  /** The earlier of two wishes wins. */
  add(key: string, at: SimTime): void {
    const known = this.#dueUs.get(key);
    if (known === undefined || at < known) this.#dueUs.set(key, at);
  }

  /** After a failure: 5 ms, 10 ms, 20 ms … up to 1000 s. */
  addRateLimited(key: string, now: SimTime): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.add(key, now + Math.min(BASE_DELAY * 2 ** failures, DELAY_MAX));
  }

  /** It was reconciled: its next failure is the first again. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** When the next key may be taken; null = there is none. */
  get nextUs(): SimTime | null {
    let first: SimTime | null = null;
    for (const due of this.#dueUs.values()) if (first === null || due < first) first = due;
    return first;
  }

  /** Takes the key that may be taken first; null if none may yet. */
  take(now: SimTime): string | null {
    let found: string | null = null;
    let foundUs = now;
    for (const [key, due] of this.#dueUs) {
      if (due > now || (found !== null && due >= foundUs)) continue;
      found = key;
      foundUs = due;
    }
    if (found !== null) this.#dueUs.delete(found);
    return found;
  }
}
