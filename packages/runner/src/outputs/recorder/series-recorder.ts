// A recorder of events.k8s.io, as the scheduler has one: what repeats becomes a series, which the API server is told of
// when it begins, every half hour, and when it has ended.
import type { SimTime } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import type { EventLedger } from "./event-ledger.js";
import { identityOf } from "./object-reference.js";
import type { Occurrence } from "./recorded-event.js";

/** A series nothing was added to for so long is over; it is looked for at this period as well. */
const FINISH_US = 6 * MINUTE;
const REFRESH_US = 30 * MINUTE;

interface Series {
  readonly eventIx: number;
  readonly eventTimeUs: SimTime;
  /** 1 = a single Event. */
  count: number;
  /** What the API server was told. */
  toldCount: number;
  lastUs: SimTime;
  lastSeq: number;
}

export class SeriesRecorder {
  readonly #ledger: EventLedger;
  readonly #cache = new Map<string, Series>();
  #timersUs: SimTime = 0;

  constructor(ledger: EventLedger) {
    this.#ledger = ledger;
  }

  record(occurrence: Occurrence): void {
    const { atUs, seq, announcement, object, objectVersion } = occurrence;
    const { type, reason, message } = announcement;
    const key = JSON.stringify([type, reason, identityOf(object), objectVersion]);
    const series = this.#cache.get(key);
    if (series === undefined) {
      const parts = { message, count: 1, firstUs: atUs, isSeries: true };
      const eventIx = this.#ledger.write(null, occurrence, parts);
      this.#cache.set(key, { eventIx, eventTimeUs: atUs, count: 1, toldCount: 1, lastUs: atUs, lastSeq: seq });
      return;
    }
    series.count += 1;
    series.lastUs = atUs;
    series.lastSeq = seq;
    if (series.count === 2) this.#tell(series, atUs);
  }

  /** Lets the recorder's own timers run up to and including `untilUs`. */
  advance(untilUs: SimTime): void {
    for (let next = this.#timersUs + FINISH_US; next <= untilUs; next += FINISH_US) {
      this.#timersUs = next;
      if (this.#cache.size === 0) continue;
      if (next % REFRESH_US === 0) this.#refresh(next);
      this.#finish(next);
    }
  }

  #tell(series: Series, atUs: SimTime): void {
    series.toldCount = series.count;
    this.#ledger.refresh(series.eventIx, series.count, series.lastUs, series.lastSeq, atUs);
  }

  #refresh(atUs: SimTime): void {
    for (const series of this.#cache.values()) if (series.count > series.toldCount) this.#tell(series, atUs);
  }

  #finish(atUs: SimTime): void {
    for (const [key, series] of this.#cache) {
      const last = series.count > 1 ? series.lastUs : series.eventTimeUs;
      if (last >= atUs - FINISH_US) continue;
      if (series.count > series.toldCount) this.#tell(series, atUs);
      this.#cache.delete(key);
    }
  }
}
