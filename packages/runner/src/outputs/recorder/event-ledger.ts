// The Events of a run as the API server holds them, and every write in order.
import type { SimTime } from "@podsim/core";
import type { EventWrite, Occurrence, RecordedEvent } from "./recorded-event.js";

/** What a recorder decided to write. */
export interface WrittenParts {
  readonly message: string;
  readonly count: number;
  readonly firstUs: SimTime;
  readonly isSeries: boolean;
}

export class EventLedger {
  readonly #events: RecordedEvent[] = [];
  readonly #onWrite: (write: EventWrite) => void;

  constructor(onWrite: (write: EventWrite) => void) {
    this.#onWrite = onWrite;
  }

  /** In order of creation. */
  get events(): readonly RecordedEvent[] {
    return this.#events;
  }

  /** Creates an Event, or updates the one at `ix`; returns its position. */
  write(
    ix: number | null,
    { seq, atUs, writtenUs, announcement, source, object }: Occurrence,
    parts: WrittenParts,
  ): number {
    const before = ix === null ? undefined : this.#events[ix];
    const { type, reason } = announcement;
    const { message, count, firstUs, isSeries } = parts;
    const event: RecordedEvent = {
      ix: before?.ix ?? this.#events.length,
      namespace: object.namespace === "" ? "default" : object.namespace,
      type,
      reason,
      message,
      source,
      object,
      firstUs,
      lastUs: atUs,
      count,
      isSeries,
      firstSeq: before?.firstSeq ?? seq,
      lastSeq: seq,
    };
    this.#put(event, writtenUs ?? atUs);
    return event.ix;
  }

  /** A write that says again how often a series was seen, at a time of the recorder's own. */
  refresh(ix: number, count: number, lastUs: SimTime, lastSeq: number, atUs: SimTime): void {
    const event = this.#events[ix];
    if (event !== undefined) this.#put({ ...event, count, lastUs, lastSeq }, atUs);
  }

  #put(event: RecordedEvent, atUs: SimTime): void {
    this.#events[event.ix] = event;
    this.#onWrite({ atUs, event });
  }
}
