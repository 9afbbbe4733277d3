// Times as people write them: "1h30m", "250ms", "00:20:01.004".
import { left, right, type Either } from "fp-ts/lib/Either.js";
import { keptReadings } from "./kept-readings.js";
import { DAY, HOUR, MILLISECOND, MINUTE, NEVER, SECOND, type Duration, type SimTime } from "./time.js";

export interface DurationRefusal {
  readonly kind: DurationRefusalKind;
  /** One clause for people, e.g. "a time needs a unit". */
  readonly reason: string;
  /** The piece of the text that was refused, e.g. the "30" of "1h30". */
  readonly part: string;
  /** Where that piece starts in the text, 0-based. */
  readonly offset: number;
}

export type DurationRefusalKind =
  "missing-unit" | "unknown-unit" | "out-of-order" | "negative" | "too-precise" | "too-long" | "malformed";

/** The units a time may be written in, in the order people are told about them. */
export const DURATION_UNITS = ["us", "ms", "s", "m", "h", "d"] as const;

const UNIT_US: ReadonlyMap<string, Duration> = new Map([
  ["us", 1],
  // Both spellings of the micro sign, because Go prints one of them.
  ["\u00b5s", 1],
  ["\u03bcs", 1],
  ["ms", MILLISECOND],
  ["s", SECOND],
  ["m", MINUTE],
  ["h", HOUR],
  ["d", DAY],
]);

const PART = /(\d+(?:\.\d+)?|\.\d+)([a-zA-Z\u00b5\u03bc]*)/y;
const CLOCK = /^(\d{2,}):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?$/;

const refuse = (
  kind: DurationRefusalKind,
  reason: string,
  part: string,
  offset: number,
): Either<DurationRefusal, never> => left({ kind, reason, part, offset });

const malformed = (text: string): Either<DurationRefusal, never> =>
  refuse("malformed", `${JSON.stringify(text)} is not a time`, text, 0);

/** number × unit in µs, or null when that is not a whole number of them. Exact: the number is never a float. */
const scaleDecimal = (number: string, unitUs: Duration): bigint | null => {
  const [whole = "", fraction = ""] = number.split(".");
  const scaled = BigInt(whole + fraction) * BigInt(unitUs);
  const divisor = 10n ** BigInt(fraction.length);
  return scaled % divisor === 0n ? scaled / divisor : null;
};

const readDuration = (text: string): Either<DurationRefusal, Duration> => {
  if (/^-[\d.]/.test(text)) return refuse("negative", "a time cannot be negative", text, 0);
  let total = 0n;
  let lastUnitUs = Infinity;
  for (let offset = 0; offset < text.length || offset === 0; offset = PART.lastIndex) {
    PART.lastIndex = offset;
    const match = PART.exec(text);
    if (match === null) return malformed(text);
    const [part, number = "", unit = ""] = match;
    if (unit === "") {
      const next = text[offset + part.length];
      if (next !== undefined) return malformed(text);
      return refuse("missing-unit", "a time needs a unit", part, offset);
    }
    const unitUs = UNIT_US.get(unit);
    if (unitUs === undefined) {
      const reason = `unknown unit ${JSON.stringify(unit)} (units: ${DURATION_UNITS.join(" ")})`;
      return refuse("unknown-unit", reason, unit, offset + number.length);
    }
    if (unitUs >= lastUnitUs) {
      return refuse("out-of-order", "units go from large to small, each at most once", part, offset);
    }
    const us = scaleDecimal(number, unitUs);
    if (us === null) return refuse("too-precise", "a time is a whole number of microseconds", part, offset);
    total += us;
    lastUnitUs = unitUs;
  }
  if (total >= BigInt(NEVER)) return refuse("too-long", "no run lasts that long", text, 0);
  return right(Number(total));
};

/**
 * Reads a length of time: numbers with a unit each, large units first, each at most once ("1h30m", "250ms", "1.5h").
 * The result is exact, 0 <= µs < NEVER. A bare number is refused, as is anything finer than a microsecond.
 */
export const parseDuration = keptReadings(readDuration);

/** Reads what formatClock prints (non-negative): "00:12:41.250", with zero to six digits after the point. */
export const parseClock = (text: string): Either<DurationRefusal, SimTime> => {
  const match = CLOCK.exec(text);
  if (match === null) return malformed(text);
  const [, hours = "", minutes = "", seconds = "", fraction = ""] = match;
  const us = Number(minutes) * MINUTE + Number(seconds) * SECOND + Number(fraction.padEnd(6, "0"));
  const total = BigInt(hours) * BigInt(HOUR) + BigInt(us);
  return total >= BigInt(NEVER) ? refuse("too-long", "no run lasts that long", text, 0) : right(Number(total));
};
