import fc from "fast-check";
import { isRight, right } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { DURATION_UNITS, parseClock, parseDuration } from "./parse-duration.js";
import {
  DAY,
  formatClock,
  formatDuration,
  formatGoDuration,
  HOUR,
  humanDuration,
  MILLISECOND,
  MINUTE,
  NEVER,
  SECOND,
} from "./time.js";

const UNIT_US = { us: 1, ms: MILLISECOND, s: SECOND, m: MINUTE, h: HOUR, d: DAY };

// Every magnitude from microseconds to the end of time.
const duration = fc.oneof(
  fc.nat(5_000),
  fc.nat(5 * SECOND),
  fc.nat(3 * HOUR),
  fc.integer({ min: 0, max: 10 * 365 * DAY }),
  fc.integer({ min: 0, max: NEVER - 1 }),
);

describe("durations", () => {
  test("what formatDuration prints is read back exactly", () => {
    fc.assert(
      fc.property(duration, (us) => {
        expect(parseDuration(formatDuration(us))).toEqual(right(us));
      }),
    );
  });

  test("what Go prints is read back exactly", () => {
    fc.assert(
      fc.property(duration, (us) => {
        expect(parseDuration(formatGoDuration(us))).toEqual(right(us));
      }),
    );
  });

  test("what formatClock prints is read back exactly", () => {
    fc.assert(
      fc.property(duration, (at) => {
        expect(parseClock(formatClock(at))).toEqual(right(at));
      }),
    );
  });

  test("whole counts of units add up", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...DURATION_UNITS), fc.nat(10_000)), { selector: ([unit]) => unit }),
        (parts) => {
          fc.pre(parts.length > 0);
          const sorted = parts.toSorted(([a], [b]) => UNIT_US[b] - UNIT_US[a]);
          const text = sorted.map(([unit, n]) => `${n}${unit}`).join("");
          expect(parseDuration(text)).toEqual(right(sorted.reduce((sum, [unit, n]) => sum + n * UNIT_US[unit], 0)));
        },
      ),
    );
  });

  test("no text makes it throw, and what it accepts is a whole time within bounds", () => {
    const piece = fc.constantFrom("1", "0", "25", ".", "h", "m", "s", "ms", "us", "d", "-", "+", " ", ":", "x", "µ");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
        ),
        (text) => {
          const parsed = parseDuration(text);
          if (isRight(parsed)) {
            expect(Number.isSafeInteger(parsed.right)).toBe(true);
            expect(parsed.right).toBeGreaterThanOrEqual(0);
            expect(parsed.right).toBeLessThan(NEVER);
          } else {
            expect(text.slice(parsed.left.offset, parsed.left.offset + parsed.left.part.length)).toBe(parsed.left.part);
          }
        },
      ),
    );
  });

  test("kubelet 10.12: an age never looks older than it is, nor loses more than an eighth", () => {
    const unit: Record<string, number> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, y: 365 * DAY };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 365 * DAY }), (us) => {
        const text = humanDuration(us);
        const shown = [...text.matchAll(/(\d+)([smhdy])/g)].reduce(
          (sum, [, n, name]) => sum + Number(n) * (unit[name ?? ""] ?? NaN),
          0,
        );
        expect(shown).toBeLessThanOrEqual(us);
        expect(us - shown).toBeLessThan(Math.max(SECOND, us / 8));
      }),
    );
  });
});
