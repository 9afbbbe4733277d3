import { describe, expect, test } from "vitest";
import { exited, exitedRecord, running } from "../../testing/pod-builder.js";
import type { BackOffEntry, ContainerRuntime } from "../pod/pod-state.js";
import { SECOND } from "../time.js";
import { DEFAULT_BACK_OFF_LIMITS, isInBackOffSince, isInBackOffSinceUpdate, nextBackOff } from "./back-off.js";
import { decideRestart } from "./restart-decision.js";

const entry = (backOff: number, lastUpdate: number): BackOffEntry => ({
  backOffUs: backOff * SECOND,
  lastUpdateUs: lastUpdate * SECOND,
});

const endedAt = (seconds: number, restartBackOff: BackOffEntry | null): ContainerRuntime => ({
  ...exited(1, { finishedAtUs: seconds * SECOND }),
  restartBackOff,
});

const decide = (container: ContainerRuntime, now: number, lastHousekeeping = now) =>
  decideRestart(container, now * SECOND, lastHousekeeping * SECOND, DEFAULT_BACK_OFF_LIMITS);

describe("the back-off's arithmetic", () => {
  test.each([
    ["within it", 100, 109.9, 95, 10, true],
    ["at its end", 100, 110, 95, 10, false],
    ["expired", 800, 805, 100, 10, false],
    ["exactly 600 s after the decision", 700, 705, 100, 10, true],
  ] as const)("kubelet 4.5, A3: %s", (_, finished, now, lastUpdate, backOff, waits) => {
    expect(isInBackOffSince(entry(backOff, lastUpdate), finished * SECOND, now * SECOND)).toBe(waits);
  });

  test("kubelet 4.7, A2: 10, 20, 40, 80, 160, 300, 300", () => {
    const waits: number[] = [];
    let last: BackOffEntry | null = null;
    for (let k = 0; k < 7; k += 1) {
      const now = (waits.at(-1) ?? 0) * SECOND;
      last = nextBackOff(last, now, now);
      waits.push(last.backOffUs / SECOND);
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300]);
  });

  test("kubelet 5.7: for images it counts from the last failure", () => {
    expect(isInBackOffSinceUpdate(entry(20, 100), 119.9 * SECOND)).toBe(true);
    expect(isInBackOffSinceUpdate(entry(20, 100), 120 * SECOND)).toBe(false);
    expect(isInBackOffSinceUpdate(null, 0)).toBe(false);
  });
});

describe("starting a container", () => {
  test("kubelet 4.4, 4.18: nothing has exited: it starts, and no entry is made", () => {
    expect(decide({ ...running(), restartBackOff: null }, 50)).toEqual({ kind: "first-start" });
  });

  test("kubelet 4.6, 4.8, F3: after the first exit at once, and the entry becomes 10 s", () => {
    expect(decide(endedAt(50, null), 50.5)).toEqual({ kind: "restart", backOffUs: 10 * SECOND });
  });

  test("kubelet 4.5: after that it waits, counted from the exit and not from the start", () => {
    const second = endedAt(60, entry(10, 50));
    expect(decide(second, 69.9)).toEqual({ kind: "back-off", untilUs: 70 * SECOND });
    expect(decide(second, 70)).toEqual({ kind: "restart", backOffUs: 20 * SECOND });
  });

  test("kubelet 4.9: a run longer than 600 s from the decision to the exit begins anew", () => {
    const long = endedAt(700.1, entry(160, 100));
    expect(decide(long, 700.2, 0)).toEqual({ kind: "restart", backOffUs: 10 * SECOND });
    const exact = endedAt(700, entry(160, 100));
    expect(decide(exact, 700.2, 0)).toEqual({ kind: "back-off", untilUs: 860 * SECOND });
  });

  test("kubelet 4.9, F17, F23: housekeeping throws away what was decided more than 600 s ago", () => {
    // A run of 400 s at the cap waits until 600 s after the decision instead of until 700 s.
    const ended = endedAt(500, entry(300, 100));
    expect(decide(ended, 699, 698)).toEqual({ kind: "back-off", untilUs: 800 * SECOND });
    expect(decide(ended, 702, 700)).toEqual({ kind: "back-off", untilUs: 800 * SECOND });
    expect(decide(ended, 702, 702)).toEqual({ kind: "restart", backOffUs: 10 * SECOND });
  });

  test("kubelet 4.11, F4: while the killed instance still stands as running, the one before it counts", () => {
    const previous = exitedRecord(137, { finishedAtUs: 60 * SECOND });
    const killed = (restartBackOff: BackOffEntry | null) => ({ ...running({ previous }), restartBackOff });
    expect(decide(killed(null), 90)).toEqual({ kind: "restart", backOffUs: 10 * SECOND });
    expect(decide(killed(entry(40, 61)), 90)).toEqual({ kind: "back-off", untilUs: 100 * SECOND });
    expect(decide(killed(entry(20, 61)), 90)).toEqual({ kind: "restart", backOffUs: 40 * SECOND });
  });
});
