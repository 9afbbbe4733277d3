import { describe, expect, test } from "vitest";
import { SECOND } from "@podsim/core/time";
import { backOffDuration, backOffExpiry, DEFAULT_BACK_OFF, isBackingOff } from "./back-off-time.js";

test("scheduler 1.12: 1, 2, 4, 8, 10, 10 seconds", () => {
  const durations = [1, 2, 3, 4, 5, 60].map((failures) => backOffDuration(failures, DEFAULT_BACK_OFF) / SECOND);
  expect(durations).toEqual([1, 2, 4, 8, 10, 10]);
});

describe("scheduler 1.14, 1.15, 13.16: the second at which a pod that failed is let go", () => {
  test.each([
    [0.25, 1, 2],
    [0.3, 1, 2],
    [2.25, 2, 5],
    [5.25, 3, 10],
    [10.25, 4, 19],
    [19.25, 5, 30],
    [3, 1, 5],
  ])("failed at %d s for the %d. time: %d s", (failedAt, failures, releasedAt) => {
    const expiry = backOffExpiry(failedAt * SECOND, failures, DEFAULT_BACK_OFF);
    expect(isBackingOff(expiry, releasedAt * SECOND - 1)).toBe(true);
    expect(isBackingOff(expiry, releasedAt * SECOND)).toBe(false);
  });

  test("1.11, 1.13: no failures, or no limit, no wait", () => {
    expect(isBackingOff(backOffExpiry(0, 0, DEFAULT_BACK_OFF), 0)).toBe(false);
    expect(isBackingOff(backOffExpiry(0, 3, { initialUs: SECOND, maxUs: 0 }), 0)).toBe(false);
  });
});
