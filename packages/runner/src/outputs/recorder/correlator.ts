// One component's recorder of core/v1 Events: what is the same is counted, what is similar is combined, and an object that
// is talked about too much is talked about less. The order is combine, count, filter.
import type { SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { EventLedger } from "./event-ledger.js";
import { APART, identityOf } from "./object-reference.js";
import { RecencyMap } from "./recency-map.js";
import type { Occurrence } from "./recorded-event.js";
import { TokenBucket } from "./token-bucket.js";

const CACHE_SIZE = 4096;
/** So many different messages of one kind about one object are one Event from then on. */
const SIMILAR_MAX = 10;
const SIMILAR_GAP_MAX = 600 * SECOND;
const COMBINED = "(combined from similar events): ";

interface Similar {
  /** The messages seen, oldest first. */
  readonly messages: Set<string>;
  lastUs: SimTime;
}

interface Observation {
  count: number;
  readonly firstUs: SimTime;
  /** The Event in the API server; null while no write got through. */
  eventIx: number | null;
}

export class Correlator {
  readonly #ledger: EventLedger;
  readonly #similar = new RecencyMap<Similar>(CACHE_SIZE);
  readonly #observed = new RecencyMap<Observation>(CACHE_SIZE);
  readonly #buckets = new RecencyMap<TokenBucket>(CACHE_SIZE);

  constructor(ledger: EventLedger) {
    this.#ledger = ledger;
  }

  record(occurrence: Occurrence): void {
    const { atUs, announcement, object } = occurrence;
    const { type, reason, message } = announcement;
    const about = identityOf(object) + APART + type;
    const alike = about + APART + reason;
    const combined = this.#combine(alike, message, atUs);
    const key = combined === null ? alike + APART + (object.fieldPath ?? "") + APART + message : alike;
    let observed = this.#observed.get(key);
    if (observed === undefined) this.#observed.set(key, (observed = { count: 0, firstUs: atUs, eventIx: null }));
    observed.count += 1;
    if (!this.#mayWrite(about, atUs) || occurrence.writtenUs === null) return;
    observed.eventIx = this.#ledger.write(observed.eventIx, occurrence, {
      message: combined ?? message,
      count: observed.count,
      firstUs: observed.firstUs,
      isSeries: false,
    });
  }

  /** The text to write instead, if this is one similar Event too many. */
  #combine(key: string, message: string, atUs: SimTime): string | null {
    let similar = this.#similar.get(key);
    if (similar === undefined || atUs - similar.lastUs > SIMILAR_GAP_MAX) {
      similar = { messages: new Set(), lastUs: atUs };
      this.#similar.set(key, similar);
    }
    similar.messages.add(message);
    similar.lastUs = atUs;
    if (similar.messages.size < SIMILAR_MAX) return null;
    // The original forgets any one of them; the oldest makes runs reproducible.
    for (const oldest of similar.messages) {
      similar.messages.delete(oldest);
      break;
    }
    return COMBINED + message;
  }

  #mayWrite(key: string, atUs: SimTime): boolean {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, (bucket = new TokenBucket(atUs)));
    return bucket.tryTake(atUs);
  }
}
