// Dates without a clock: days and minutes since 1970, and what a time zone adds to them.

/** A moment on the wall: whole minutes since 1970 in some zone. */
export type WallMinute = number;

export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

export const MINUTES_PER_DAY = 24 * 60;

// Both count in eras of 400 years from March on, so that the leap day is the last of its year.
const DAYS_PER_ERA = 146_097;
const DAYS_TO_1970 = 719_468;

export const daysOf = ({ year, month, day }: CivilDate): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970;
};

export const dateOf = (days: number): CivilDate => {
  const shifted = days + DAYS_TO_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
};

/** 0 = Sunday. */
export const weekdayOf = (days: number): number => (((days + 4) % 7) + 7) % 7;

const two = (n: number): string => String(n).padStart(2, "0");

/** "2026-01-01T00:05:00Z" of whole minutes since 1970. */
export const stampOf = (minute: WallMinute): string => {
  const { year, month, day } = dateOf(Math.floor(minute / MINUTES_PER_DAY));
  const rest = minute - Math.floor(minute / MINUTES_PER_DAY) * MINUTES_PER_DAY;
  return `${String(year)}-${two(month)}-${two(day)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}:00Z`;
};

/** How many minutes the zone's clocks are ahead of UTC at a minute since 1970. */
export type ZoneOffset = (utcMinute: number) => number;

export const UTC: ZoneOffset = () => 0;

/** From a minute since 1970 on, a zone's clocks are so many minutes ahead of UTC. */
export interface ZoneSpan {
  readonly fromMinute: number;
  readonly offsetMinutes: number;
}

/** The offset that a zone's spans, in order, tell; before the first it is that of the first. */
export const offsetFrom =
  (spans: readonly ZoneSpan[]): ZoneOffset =>
  (utcMinute) =>
    (spans.findLast(({ fromMinute }) => fromMinute <= utcMinute) ?? spans[0])?.offsetMinutes ?? 0;

const DAY_NAMES = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Thu, 01 Jan 2026 00:05:00 +0000" of whole minutes since 1970. */
export const rfc1123Of = (minute: WallMinute): string => {
  const days = Math.floor(minute / MINUTES_PER_DAY);
  const { year, month, day } = dateOf(days);
  const rest = minute - days * MINUTES_PER_DAY;
  const date = `${DAY_NAMES[weekdayOf(days)] ?? ""}, ${two(day)} ${MONTH_NAMES[month - 1] ?? ""} ${String(year)}`;
  return `${date} ${two(Math.floor(rest / 60))}:${two(rest % 60)}:00 +0000`;
};
