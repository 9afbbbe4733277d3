import { describe, expect, test } from "vitest";
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

describe("formatDuration", () => {
  test.each([
    [0, "0s"],
    [1, "1us"],
    [17, "17us"],
    [999, "999us"],
    [MILLISECOND, "1ms"],
    [1_500, "1.500ms"],
    [1_017, "1.017ms"],
    [250 * MILLISECOND, "250ms"],
    [999_999, "999.999ms"],
    [SECOND, "1s"],
    [SECOND + 1, "1.000001s"],
    [1_500_000, "1.500s"],
    [59_999_999, "59.999999s"],
    [MINUTE, "1m0s"],
    [72 * SECOND, "1m12s"],
    [12 * MINUTE + 41_250_000, "12m41.250s"],
    [20 * MINUTE + 4_000, "20m0.004s"],
    [25 * MINUTE, "25m0s"],
    [HOUR, "1h0m0s"],
    [HOUR + 30 * MINUTE, "1h30m0s"],
    [3 * DAY + 2 * HOUR + 3_000_100, "74h0m3.000100s"],
    [-30 * SECOND, "-30s"],
    [-69 * SECOND, "-1m9s"],
    [NEVER, "2501999h47m34.740991s"],
  ])("%i µs is %s", (us, text) => {
    expect(formatDuration(us)).toBe(text);
  });
});

describe("formatClock", () => {
  test.each([
    [0, "00:00:00.000"],
    [1, "00:00:00.000001"],
    [1_000, "00:00:00.001"],
    [20 * MINUTE + 1_004_000, "00:20:01.004"],
    [12 * MINUTE + 41_250_000, "00:12:41.250"],
    [12 * MINUTE + 41_250_001, "00:12:41.250001"],
    [23 * HOUR + 59 * MINUTE + 59 * SECOND, "23:59:59.000"],
    [100 * HOUR, "100:00:00.000"],
    [-30 * SECOND, "-00:00:30.000"],
  ])("%i µs is %s", (us, text) => {
    expect(formatClock(us)).toBe(text);
  });
});

describe("formatGoDuration", () => {
  test.each([
    [0, "0s"],
    [1, "1µs"],
    [250, "250µs"],
    [1_000, "1ms"],
    [1_500, "1.5ms"],
    [313_000, "313ms"],
    [313_040, "313.04ms"],
    [999_999, "999.999ms"],
    [SECOND, "1s"],
    [1_594_000, "1.594s"],
    [1_000_001, "1.000001s"],
    [10 * SECOND, "10s"],
    [20 * SECOND, "20s"],
    [40 * SECOND, "40s"],
    [MINUTE, "1m0s"],
    [80 * SECOND, "1m20s"],
    [160 * SECOND, "2m40s"],
    [62_500_000, "1m2.5s"],
    [300 * SECOND, "5m0s"],
    [59 * MINUTE + 59_999_000, "59m59.999s"],
    [HOUR, "1h0m0s"],
    [HOUR + 100_000, "1h0m0.1s"],
    [36 * HOUR + MINUTE, "36h1m0s"],
    [-62_500_000, "-1m2.5s"],
    [-500, "-500µs"],
  ])("%i µs is %s", (us, text) => {
    expect(formatGoDuration(us)).toBe(text);
  });
});

describe("humanDuration", () => {
  test.each([
    [119, "119s"],
    [120, "2m"],
    [125, "2m5s"],
    [599, "9m59s"],
    [600, "10m"],
    [10_799, "179m"],
    [10_800, "3h"],
    [11_100, "3h5m"],
    [28_799, "7h59m"],
    [28_800, "8h"],
    [172_799, "47h"],
    [172_800, "2d"],
    [183_600, "2d3h"],
    [691_200, "8d"],
    [63_072_000, "2y"],
  ])("kubelet 10.13: %i s is %s", (seconds, text) => {
    expect(humanDuration(seconds * SECOND)).toBe(text);
  });

  test.each([
    [-NEVER, "<invalid>"],
    [-2 * SECOND - 1, "<invalid>"],
    [-2 * SECOND, "<invalid>"],
    [-2 * SECOND + 1, "0s"],
    [-SECOND, "0s"],
    [-1, "0s"],
    [0, "0s"],
    [SECOND - 1, "0s"],
    [SECOND, "1s"],
    [2 * MINUTE - 1, "119s"],
    [10 * MINUTE - 1, "9m59s"],
    [10 * MINUTE + 59 * SECOND, "10m"],
    [3 * HOUR - 1, "179m"],
    [3 * HOUR + 59 * SECOND, "3h"],
    [8 * HOUR - 1, "7h59m"],
    [8 * HOUR + 59 * MINUTE, "8h"],
    [2 * DAY - 1, "47h"],
    [5 * DAY + 22 * HOUR, "5d22h"],
    [8 * DAY - 1, "7d23h"],
    [8 * DAY + 23 * HOUR, "8d"],
    [729 * DAY, "729d"],
    [730 * DAY - 1, "729d"],
    [731 * DAY, "2y1d"],
    [3 * 365 * DAY - 1, "2y364d"],
    [8 * 365 * DAY - 1, "7y364d"],
    [8 * 365 * DAY, "8y"],
    [9 * 365 * DAY - 1, "8y"],
  ])("kubelet 10.12: %i µs is %s", (us, text) => {
    expect(humanDuration(us)).toBe(text);
  });
});
