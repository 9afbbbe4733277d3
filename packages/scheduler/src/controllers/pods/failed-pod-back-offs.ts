// How long failed daemon pods stay before they are replaced: on each node twice as long as the time before.
import type { Duration, SimTime } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";

const MIN_US: Duration = SECOND;
const MAX_US: Duration = 15 * MINUTE;

interface Entry {
  readonly backOffUs: Duration;
  readonly sinceUs: SimTime;
}

export class FailedPodBackOffs {
  readonly #entries = new Map<string, Entry>();

  /** A pod under the key has failed: how long it has to stay; 0 = it goes now, and the next one stays longer. */
  failed(key: string, now: SimTime): Duration {
    const entry = this.#entries.get(key);
    if (entry !== undefined && now - entry.sinceUs < entry.backOffUs) return entry.backOffUs;
    const isForgotten = entry === undefined || now - entry.sinceUs > 2 * MAX_US;
    const backOffUs = isForgotten ? MIN_US : Math.min(MAX_US, 2 * entry.backOffUs);
    this.#entries.set(key, { backOffUs, sinceUs: now });
    return 0;
  }
}
