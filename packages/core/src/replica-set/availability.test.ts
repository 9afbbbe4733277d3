import { describe, expect, test } from "vitest";
import { aCondition, aPod, seconds } from "../../testing/pod-builder.js";
import { availabilityCheckUs, isAvailable, readySinceUs } from "./availability.js";

const readyAt10 = aPod({ status: { conditions: [aCondition("Ready", "True", { lastTransitionUs: seconds(10) })] } });
const notReady = aPod({ status: { conditions: [aCondition("Ready", "False", { lastTransitionUs: seconds(10) })] } });

describe("availability", () => {
  test.each([
    ["not ready", notReady, 0, 100, false],
    ["ready, no minReadySeconds", readyAt10, 0, 10, true],
    ["ready for less than minReadySeconds", readyAt10, 5, 14.9, false],
    ["ready for exactly minReadySeconds", readyAt10, 5, 15, false],
    ["ready for longer", readyAt10, 5, 15.1, true],
  ])("controllers 0.7: %s", (_, pod, minReadySeconds, at, expected) => {
    expect(isAvailable(pod, minReadySeconds, seconds(at))).toBe(expected);
  });

  test("the time of Ready is told, -1 without", () => {
    expect([readySinceUs(readyAt10), readySinceUs(notReady), readySinceUs(aPod())]).toEqual([seconds(10), -1, -1]);
  });

  test("controllers 2.6: the check is a second after minReadySeconds, when it succeeds", () => {
    const at = availabilityCheckUs(seconds(10), 5);
    expect(at).toBe(seconds(16));
    expect(isAvailable(readyAt10, 5, at)).toBe(true);
  });
});
