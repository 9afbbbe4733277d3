import { expect, test } from "vitest";
import { SECOND } from "@podsim/core/time";
import { WallClock } from "./wall-clock.js";

const clock = new WallClock("2026-01-05T09:00:00Z");

test("times are dates counted from the clock's start", () => {
  expect(clock.timestamp(0)).toBe("2026-01-05T09:00:00Z");
  expect(clock.timestamp(61 * SECOND + 999_999)).toBe("2026-01-05T09:01:01Z");
  expect(clock.microTimestamp(12 * SECOND + 250_007)).toBe("2026-01-05T09:00:12.250007Z");
  expect(clock.rfc1123(15 * 3600 * SECOND)).toBe("Tue, 06 Jan 2026 00:00:00 +0000");
});

test("a date is a virtual time", () => {
  expect(clock.simTimeOf("2026-01-05T09:10:00Z")).toBe(600 * SECOND);
  expect(clock.simTimeOf("2026-01-05T10:00:00+01:00")).toBe(0);
  expect(clock.simTimeOf("tomorrow")).toBeNull();
});

test("the name of an Event ends in Unix nanoseconds, told apart below the microsecond", () => {
  const epoch = new WallClock("1970-01-01T00:00:00Z");
  expect(epoch.unixNanosHex(1)).toBe((1_000).toString(16));
  expect(epoch.unixNanosHex(1, 7)).toBe((1_007).toString(16));
});
