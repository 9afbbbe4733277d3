import { isLeft, left, right } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { DURATION_UNITS, parseClock, parseDuration } from "./parse-duration.js";
import { DAY, HOUR, MILLISECOND, MINUTE, NEVER, SECOND } from "./time.js";

describe("parseDuration", () => {
  test.each([
    ["30s", 30 * SECOND],
    ["1h30m", 90 * MINUTE],
    ["250ms", 250 * MILLISECOND],
    ["2m3.5s", 2 * MINUTE + 3_500_000],
    ["1.5h", 90 * MINUTE],
    ["0s", 0],
    ["0.0h", 0],
    [".5s", 500 * MILLISECOND],
    ["1us", 1],
    ["17µs", 17],
    ["17\u03bcs", 17],
    ["7d", 7 * DAY],
    ["1d2h3m4s5ms6us", DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND + 5 * MILLISECOND + 6],
    ["12m41.250s", 12 * MINUTE + 41_250_000],
    ["90m", 90 * MINUTE],
    ["007s", 7 * SECOND],
    ["0.000001s", 1],
    ["0.0000010000s", 1],
    ["1.100000s", 1_100_000],
    ["0.0000000025h", 9],
    ["2501999h47m34.740990s", NEVER - 1],
  ])("%s", (text, us) => {
    expect(parseDuration(text)).toEqual(right(us));
  });

  test("every unit it names is read", () => {
    expect(DURATION_UNITS.map((unit) => parseDuration(`1${unit}`))).toEqual(
      [1, MILLISECOND, SECOND, MINUTE, HOUR, DAY].map((us) => right(us)),
    );
  });

  test.each([
    ["30", "missing-unit", "30", 0],
    ["0", "missing-unit", "0", 0],
    ["1.5", "missing-unit", "1.5", 0],
    ["1h30", "missing-unit", "30", 2],
    ["5min", "unknown-unit", "min", 1],
    ["1h2x", "unknown-unit", "x", 3],
    ["30S", "unknown-unit", "S", 2],
    ["10ns", "unknown-unit", "ns", 2],
    ["1e3s", "unknown-unit", "e", 1],
    ["1m1h", "out-of-order", "1h", 2],
    ["1m30m", "out-of-order", "30m", 2],
    ["5us1ms", "out-of-order", "1ms", 3],
    ["-30s", "negative", "-30s", 0],
    ["-.5s", "negative", "-.5s", 0],
    ["1.5us", "too-precise", "1.5us", 0],
    ["0.00000000125h", "too-precise", "0.00000000125h", 0],
    ["1s0.0001ms", "too-precise", "0.0001ms", 2],
    ["2501999h47m34.740991s", "too-long", "2501999h47m34.740991s", 0],
    ["9999999999999999999999d", "too-long", "9999999999999999999999d", 0],
  ])("%s is refused: %s", (text, kind, part, offset) => {
    expect(parseDuration(text)).toMatchObject(left({ kind, part, offset }));
    expect(text.slice(offset)).toMatch(new RegExp(`^${part.replaceAll(".", "\\.")}`));
  });

  test.each([
    "",
    " ",
    "s",
    "h1",
    "+5s",
    "--5s",
    "-",
    "1h 30m",
    " 1s",
    "1s ",
    "12:30",
    "1.s",
    "1.2.3s",
    "1,5s",
    "١s",
    "Infinity",
    "never",
  ])("%j is not a time", (text) => {
    expect(parseDuration(text)).toEqual(
      left({ kind: "malformed", reason: `${JSON.stringify(text)} is not a time`, part: text, offset: 0 }),
    );
  });

  test("the reasons are one clause each", () => {
    const reason = (text: string): string | null => {
      const parsed = parseDuration(text);
      return isLeft(parsed) ? parsed.left.reason : null;
    };
    expect(reason("30")).toBe("a time needs a unit");
    expect(reason("5min")).toBe('unknown unit "min" (units: us ms s m h d)');
    expect(reason("1m1h")).toBe("units go from large to small, each at most once");
    expect(reason("-1s")).toBe("a time cannot be negative");
    expect(reason("1.5us")).toBe("a time is a whole number of microseconds");
    expect(reason("999999999d")).toBe("no run lasts that long");
  });
});

describe("parseClock", () => {
  test.each([
    ["00:00:00", 0],
    ["00:12:41.250", 12 * MINUTE + 41_250_000],
    ["00:20:01.004", 20 * MINUTE + 1_004_000],
    ["23:59:59.999999", DAY - 1],
    ["100:00:00.1", 100 * HOUR + 100_000],
  ])("%s", (text, at) => {
    expect(parseClock(text)).toEqual(right(at));
  });

  test.each([
    "",
    "12:30",
    "0:00:00",
    "00:60:00",
    "00:00:60",
    "00:00:00.",
    "00:00:00.1234567",
    "-00:00:01",
    "1:2:3",
    "00:00:00Z",
  ])("%j is not a clock time", (text) => {
    expect(parseClock(text)).toMatchObject(left({ kind: "malformed", part: text }));
  });

  test("a clock beyond any run is refused", () => {
    expect(parseClock("99999999999999999999:00:00")).toMatchObject(left({ kind: "too-long" }));
  });
});
