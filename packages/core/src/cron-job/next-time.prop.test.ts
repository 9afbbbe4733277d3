// Times that are searched for field by field, against clocks that are looked at minute by minute.
import { isLeft } from "fp-ts/lib/Either.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ZoneSpan } from "./calendar.js";
import { offsetFrom } from "./calendar.js";
import { parseSchedule } from "./schedule.js";

const minuteOf = (stamp: string): number => Date.parse(stamp) / 60_000;

const zone = (usual: number, forward: string, back: string): readonly ZoneSpan[] => [
  { fromMinute: 0, offsetMinutes: usual },
  { fromMinute: minuteOf(forward), offsetMinutes: usual + 60 },
  { fromMinute: minuteOf(back), offsetMinutes: usual },
];

/** Zones in which every day has a midnight, and the hands are moved by whole hours. */
const ZONES = {
  UTC: [{ fromMinute: 0, offsetMinutes: 0 }],
  Kathmandu: [{ fromMinute: 0, offsetMinutes: 345 }],
  Berlin: zone(60, "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"),
  "New York": zone(-300, "2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z"),
};

interface Named {
  readonly text: string;
  readonly has: (value: number) => boolean;
}

const anything: fc.Arbitrary<Named> = fc.constant({ text: "*", has: () => true });

const values = (min: number, max: number): fc.Arbitrary<Named> =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((some) => ({
    text: some.join(","),
    has: (value) => some.includes(value),
  }));

const field = (min: number, max: number): fc.Arbitrary<Named> => fc.oneof(anything, values(min, max));

const START = minuteOf("2026-02-01T00:00:00Z");
const END = minuteOf("2026-12-01T00:00:00Z");
const DAYS_AHEAD = 60;

/** Most of them within three days of a change of clocks. */
const after = fc.oneof(
  fc.integer({ min: START, max: END }),
  fc
    .tuple(
      fc.constantFrom(...Object.values(ZONES).flatMap((spans) => spans.slice(1).map(({ fromMinute }) => fromMinute))),
      fc.integer({ min: -4_320, max: 4_320 }),
    )
    .map(([change, by]) => change + by),
);

test("controllers 3.36: the next time is the first minute at which the zone's clocks show one that is named", () => {
  let found = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(ZONES)),
      fc.tuple(field(0, 59), fc.oneof(field(0, 23), values(0, 4)), field(1, 31), anything, field(0, 6)),
      after,
      (spans, fields, minute) => {
        const offset = offsetFrom(spans);
        const parsed = parseSchedule(fields.map(({ text }) => text).join(" "), offset);
        if (isLeft(parsed)) throw new Error(parsed.left);
        const [minutes, hours, days, months, weekdays] = fields;
        const isNamed = (at: number): boolean => {
          const wall = new Date((at + offset(at)) * 60_000);
          const [ofMonth, ofWeek] = [days.has(wall.getUTCDate()), weekdays.has(wall.getUTCDay())];
          const isEither = days.text !== "*" && weekdays.text !== "*";
          return (
            minutes.has(wall.getUTCMinutes()) &&
            hours.has(wall.getUTCHours()) &&
            months.has(wall.getUTCMonth() + 1) &&
            (isEither ? ofMonth || ofWeek : ofMonth && ofWeek)
          );
        };
        const next = parsed.right.next(minute);
        let slow = minute + 1;
        while (slow < minute + DAYS_AHEAD * 1_440 && !isNamed(slow)) slow += 1;
        if (slow === minute + DAYS_AHEAD * 1_440) return expect(next ?? Infinity).toBeGreaterThanOrEqual(slow);
        found += 1;
        expect(next).toBe(slow);
      },
    ),
    { numRuns: 300 },
  );
  expect(found).toBeGreaterThan(200);
});
