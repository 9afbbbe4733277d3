import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { dateOf, daysOf, offsetFrom, stampOf } from "./calendar.js";
import type { ZoneSpan } from "./calendar.js";
import { parseSchedule } from "./schedule.js";

const minuteOf = (stamp: string): number => Date.parse(stamp) / 60_000;

const next = (schedule: string, after: string, spans: readonly ZoneSpan[] = []): string => {
  const parsed = parseSchedule(schedule, offsetFrom(spans));
  if (isLeft(parsed)) return parsed.left;
  const minute = parsed.right.next(minuteOf(after));
  return minute === null ? "never" : stampOf(minute);
};

const TOKYO: readonly ZoneSpan[] = [{ fromMinute: 0, offsetMinutes: 540 }];
const BERLIN: readonly ZoneSpan[] = [
  { fromMinute: 0, offsetMinutes: 60 },
  { fromMinute: minuteOf("2026-03-29T01:00:00Z"), offsetMinutes: 120 },
  { fromMinute: minuteOf("2026-10-25T01:00:00Z"), offsetMinutes: 60 },
];
/** Clocks go from 0:00 to 1:00. */
const HAVANA: readonly ZoneSpan[] = [
  { fromMinute: 0, offsetMinutes: -300 },
  { fromMinute: minuteOf("2009-03-08T05:00:00Z"), offsetMinutes: -240 },
];
/** Clocks go back by half an hour at 2:00. */
const LORD_HOWE: readonly ZoneSpan[] = [
  { fromMinute: 0, offsetMinutes: 660 },
  { fromMinute: minuteOf("2017-04-01T15:00:00Z"), offsetMinutes: 630 },
];

describe("the next time of a schedule", () => {
  test.each([
    ["* * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"],
    ["*/15 * * * *", "2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z"],
    ["5/20 * * * *", "2026-01-01T00:06:00Z", "2026-01-01T00:25:00Z"],
    ["0 0-6/2 * * *", "2026-01-01T04:00:00Z", "2026-01-01T06:00:00Z"],
    ["30 9 * * mon-FRI", "2026-01-02T10:00:00Z", "2026-01-05T09:30:00Z"],
    ["0 0 1,15 * *", "2026-01-02T00:00:00Z", "2026-01-15T00:00:00Z"],
    ["0 0 13 * 5", "2026-01-02T00:00:00Z", "2026-01-09T00:00:00Z"],
    ["0 0 13 * 5", "2026-01-09T00:00:00Z", "2026-01-13T00:00:00Z"],
    ["0 0 */13 * 5", "2026-01-02T00:00:00Z", "2026-01-09T00:00:00Z"],
    ["0 0 ? feb *", "2026-01-02T00:00:00Z", "2026-02-01T00:00:00Z"],
    ["0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"],
    ["0 0 31 2 *", "2026-01-01T00:00:00Z", "never"],
    ["@hourly", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"],
    ["@daily", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"],
    ["@weekly", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z"],
    ["@monthly", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"],
    ["@yearly", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"],
    ["@every 1h30m", "2026-01-01T00:00:00Z", "2026-01-01T01:30:00Z"],
  ])("%s after %s is %s", (schedule, after, expected) => {
    expect(next(schedule, after)).toBe(expected);
  });

  test.each([
    ["0 9 * * *", "2026-01-01T00:30:00Z", TOKYO, "2026-01-02T00:00:00Z"],
    ["0 9 * * *", "2026-07-01T00:00:00Z", BERLIN, "2026-07-01T07:00:00Z"],
    // Clocks go from 2:00 to 3:00 on 29 March 2026: the time does not come that day.
    ["30 2 * * *", "2026-03-28T12:00:00Z", BERLIN, "2026-03-30T00:30:00Z"],
    // The cron library misses that there is no midnight, and with it the day: it starts on the 8th, too.
    ["28 2 7 * *", "2009-03-07T07:42:00Z", HAVANA, "2009-03-08T06:28:00Z"],
    // It counts in whole hours from the one before.
    ["29-43 3 * * *", "2017-04-01T11:37:00Z", LORD_HOWE, "2017-04-01T17:00:00Z"],
  ])("%s after %s in another zone", (schedule, after, zone, expected) => {
    expect(next(schedule, after, zone)).toBe(expected);
  });

  test.each([
    ["15 * * * *", "23:14", ["23:15", "00:15", "01:15", "02:15"]],
    ["30 2 * * *", "22:00", ["00:30", "01:30", "01:30"]],
    ["0 3 * * *", "22:00", ["02:00", "02:00"]],
  ])("controllers 3.36: %s comes as often as clocks that go back show it", (schedule, after, expected) => {
    const found: string[] = [];
    let stamp = `2026-10-24T${after}:00Z`;
    while (found.length < expected.length) {
      stamp = next(schedule, stamp, BERLIN);
      found.push(stamp.slice(11, 16));
    }
    expect(found).toEqual(expected);
  });

  test.each([
    ["* * * *", "expected exactly 5 fields, found 4: [* * * *]"],
    ["60 * * * *", "end of range (60) above maximum (59): 60"],
    ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
    ["5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"],
    ["*/0 * * * *", "step of range should be a positive number: */0"],
    ["@often", "unrecognized descriptor: @often"],
    ["x * * * *", 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ])("%s is refused: %s", (schedule, why) => {
    expect(next(schedule, "2026-01-01T00:00:00Z")).toBe(why);
  });

  test("days and dates follow each other", () => {
    for (let days = -800_000; days < 800_000; days += 997) {
      const { year, month, day } = dateOf(days);
      expect(daysOf({ year, month, day })).toBe(days);
      expect(new Date(days * 86_400_000).getUTCDate()).toBe(day);
    }
  });
});
