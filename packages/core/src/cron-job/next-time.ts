// The next time that a schedule names, found as Kubernetes' cron library finds it: month, day, hour and minute are moved on
// one after the other, the hours and minutes in real time and not on the wall. So where clocks go back an hour that is shown
// twice comes twice, and where they go forward a time that is left out does not come.
import { dateOf, daysOf, MINUTES_PER_DAY, weekdayOf } from "./calendar.js";
import type { CivilDate, WallMinute, ZoneOffset } from "./calendar.js";

export interface Chosen {
  readonly values: ReadonlySet<number>;
  /** Whether it was written with a star, which matters where days are given in two ways. */
  readonly isStar: boolean;
}

export interface Fields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: Chosen;
  readonly months: ReadonlySet<number>;
  readonly weekdays: Chosen;
}

/** The library gives up after so many years. */
const YEARS_AHEAD = 5;
const MINUTES_PER_HOUR = 60;

/** Where both ways to give days are restricted, either will do. */
const isDay = (days: number, { days: ofMonth, weekdays }: Fields): boolean => {
  const [a, b] = [ofMonth.values.has(dateOf(days).day), weekdays.values.has(weekdayOf(days))];
  return ofMonth.isStar || weekdays.isStar ? a && b : a || b;
};

/** The days since 1970 to the first of the month after. */
const nextFirst = ({ year, month }: CivilDate): number =>
  daysOf(month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 });

/** A minute since 1970, and what the zone's clocks show then. */
class ZonedMinute {
  readonly #offset: ZoneOffset;
  #minute: number;
  #wall: WallMinute;

  constructor(minute: number, offset: ZoneOffset) {
    this.#offset = offset;
    this.#minute = minute;
    this.#wall = minute + offset(minute);
  }

  get sinceEpoch(): number {
    return this.#minute;
  }

  get days(): number {
    return Math.floor(this.#wall / MINUTES_PER_DAY);
  }

  get date(): CivilDate {
    return dateOf(this.days);
  }

  get hour(): number {
    return Math.floor((this.#wall - this.days * MINUTES_PER_DAY) / MINUTES_PER_HOUR);
  }

  get minute(): number {
    return this.#wall - Math.floor(this.#wall / MINUTES_PER_HOUR) * MINUTES_PER_HOUR;
  }

  /** Goes on in real time. */
  pass(minutes: number): void {
    this.#minute += minutes;
    this.#wall = this.#minute + this.#offset(this.#minute);
  }

  /** Puts the clocks' hands; of a time that they show twice or not at all it is the one that Go's library takes. */
  put(days: number, hour: number, minute: number): void {
    const wall = days * MINUTES_PER_DAY + hour * MINUTES_PER_HOUR + minute;
    this.#minute = wall - this.#offset(wall - this.#offset(wall));
    this.#wall = this.#minute + this.#offset(this.#minute);
  }
}

class Search {
  readonly #at: ZonedMinute;
  readonly #fields: Fields;
  /** Whether anything was moved on yet: the first to be so begins at its own beginning. */
  #isMoved = false;

  constructor(minute: number, fields: Fields, offset: ZoneOffset) {
    this.#at = new ZonedMinute(minute, offset);
    this.#fields = fields;
  }

  find(): number | null {
    const at = this.#at;
    const lastYear = at.date.year + YEARS_AHEAD;
    while (at.date.year <= lastYear) {
      if (this.#moveMonth() || this.#moveDay() || this.#moveHour() || this.#moveMinute()) continue;
      if (this.#isMoved) return at.sinceEpoch;
      // The time asked after is one itself.
      this.#isMoved = true;
      at.pass(1);
    }
    return null;
  }

  // Each moves on until its field is one that is named, and answers whether what comes before it has to be looked at again.

  #moveMonth(): boolean {
    const at = this.#at;
    while (!this.#fields.months.has(at.date.month)) {
      if (!this.#isMoved) at.put(at.days - at.date.day + 1, 0, 0);
      this.#isMoved = true;
      const { day } = at.date;
      at.put(nextFirst(at.date) + day - 1, at.hour, at.minute);
      if (at.date.month === 1) return true;
    }
    return false;
  }

  #moveDay(): boolean {
    const at = this.#at;
    while (!isDay(at.days, this.#fields)) {
      if (!this.#isMoved) at.put(at.days, 0, 0);
      this.#isMoved = true;
      const { days } = at;
      at.put(days + 1, at.hour, at.minute);
      // A day without a midnight begins later, or the hands were put to the day before.
      const { hour } = at;
      if (hour !== 0) at.pass((hour > 12 ? 24 - hour : -hour) * MINUTES_PER_HOUR);
      // A day that is left out altogether, with which the library never ends.
      if (at.days === days) at.pass(MINUTES_PER_DAY);
      if (at.date.day === 1) return true;
    }
    return false;
  }

  #moveHour(): boolean {
    const at = this.#at;
    while (!this.#fields.hours.has(at.hour)) {
      if (!this.#isMoved) at.put(at.days, at.hour, 0);
      this.#isMoved = true;
      at.pass(MINUTES_PER_HOUR);
      if (at.hour === 0) return true;
    }
    return false;
  }

  #moveMinute(): boolean {
    const at = this.#at;
    while (!this.#fields.minutes.has(at.minute)) {
      this.#isMoved = true;
      at.pass(1);
      if (at.minute === 0) return true;
    }
    return false;
  }
}

/** The first time after `minute`; null = there is none in the next years. */
export const nextTime = (minute: number, fields: Fields, offset: ZoneOffset): number | null =>
  new Search(minute, fields, offset).find();
