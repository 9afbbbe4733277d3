// The calendar of a run: virtual time zero is an instant of the scenario's clock, and every printed date follows from it.
import type { SimTime } from "@podsim/core";
import { MILLISECOND } from "@podsim/core/time";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (n: number): string => String(n).padStart(2, "0");

export class WallClock {
  readonly #startMillis: number;

  /** `start` is an RFC 3339 stamp, checked when it was read. */
  constructor(start: string) {
    this.#startMillis = Date.parse(start);
  }

  #dateAt(at: SimTime): Date {
    return new Date(this.#startMillis + Math.floor(at / MILLISECOND));
  }

  /** "2026-01-01T00:00:12Z", as metav1.Time is written: in whole seconds. */
  timestamp(at: SimTime): string {
    return `${this.#dateAt(at).toISOString().slice(0, 19)}Z`;
  }

  /** "2026-01-01T00:00:12.250000Z", as metav1.MicroTime is written. */
  microTimestamp(at: SimTime): string {
    const micros = ((at % MILLISECOND) + MILLISECOND) % MILLISECOND;
    return `${this.#dateAt(at).toISOString().slice(0, 23)}${String(micros).padStart(3, "0")}Z`;
  }

  /** "Thu, 01 Jan 2026 00:00:12 +0000", as describe prints times. */
  rfc1123(at: SimTime): string {
    const date = this.#dateAt(at);
    const day = `${DAYS[date.getUTCDay()] ?? ""}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()] ?? ""}`;
    const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
    return `${day} ${date.getUTCFullYear()} ${time} +0000`;
  }

  /** The virtual time of an RFC 3339 stamp, null if it is none. */
  simTimeOf(stamp: string): SimTime | null {
    const millis = Date.parse(stamp);
    return Number.isNaN(millis) ? null : (millis - this.#startMillis) * MILLISECOND;
  }

  /** Unix time in nanoseconds, in hexadecimal: what the name of an Event ends in. */
  unixNanosHex(at: SimTime, extraNanos = 0): string {
    return (BigInt(this.#startMillis) * 1_000_000n + BigInt(at) * 1_000n + BigInt(extraNanos)).toString(16);
  }
}
