import { describe, expect, test } from "vitest";
import { aCondition, aPod } from "../../testing/pod-builder.js";
import type { PodState } from "../pod/pod-state.js";
import { MINUTE, SECOND } from "../time.js";
import { groupOf } from "./group-pods.js";
import type { PodGroup, PodSample } from "./group-pods.js";
import { measuredPod } from "./measured-pod.js";
import { proposeForPods, proposeForShare, proposeForValue } from "./propose-replicas.js";

const RULES = { cpuInitializationUs: 5 * MINUTE, initialReadinessUs: 30 * SECOND };
const TOLERANCE = 0.1;

interface Case {
  /** Thousandths used by each pod that counts. */
  readonly uses: readonly number[];
  readonly ignored?: number;
  readonly missing?: number;
  /** Percent of a request of 1000. */
  readonly target: number;
  readonly current: number;
}

const sum = (count: number, usedMilli = 0) => ({ count, usedMilli, requestedMilli: count * 1_000 });

const used = (uses: readonly number[]) =>
  sum(
    uses.length,
    uses.reduce((all, use) => all + use, 0),
  );

const propose = ({ uses, ignored = 0, missing = 0, target, current }: Case): number => {
  const metric = { counted: used(uses), ignored: sum(ignored), missing: sum(missing), isShare: true, target };
  return proposeForPods(metric, current, TOLERANCE).replicas;
};

describe("controllers 4.6-4.8: what a share of the requests asks for", () => {
  test.each<[string, Case, number]>([
    ["4.7 twice the target, twice the pods", { uses: [1000, 1000, 1000], target: 50, current: 3 }, 6],
    ["4.7 rounds up", { uses: [700, 700, 700], target: 60, current: 3 }, 4],
    ["4.7 within a tenth of the target nothing changes", { uses: [650, 650], target: 60, current: 2 }, 2],
    ["4.6 the share is a whole percentage: 9.9 % counts as 9", { uses: [99, 99], target: 9, current: 2 }, 2],
    ["4.7 ready pods are multiplied, not the present size", { uses: [1000, 1000, 1000], target: 50, current: 8 }, 6],
    [
      "4.8 pods that are not there yet use nothing on the way up",
      { uses: [900, 900], ignored: 2, target: 30, current: 4 },
      6,
    ],
    [
      "4.8 and are not looked at on the way down",
      { uses: [100, 100, 100, 100], ignored: 2, target: 50, current: 6 },
      1,
    ],
    ["4.8 what they turn round is no reason to scale", { uses: [600, 600], ignored: 2, target: 50, current: 4 }, 4],
    [
      "4.8 pods without a sample use all they asked for on the way down",
      { uses: [100, 100, 100], missing: 1, target: 80, current: 4 },
      2,
    ],
    ["4.8 and nothing on the way up", { uses: [900, 900, 900], missing: 1, target: 50, current: 4 }, 6],
    ["4.8 no change against the direction of the metric", { uses: [650, 650], missing: 1, target: 50, current: 6 }, 6],
  ])("%s", (_, given, expected) => {
    expect(propose(given)).toBe(expected);
  });

  test("controllers 4.6: an amount per pod; averages are whole thousandths", () => {
    const metric = { counted: used([100, 100, 101]), ignored: sum(0), missing: sum(0), isShare: false, target: 50 };
    expect(proposeForPods(metric, 3, TOLERANCE)).toEqual({ replicas: 6, utilization: null, averageMilli: 100 });
  });

  test("controllers 4.9: a value for all, and a value divided among them", () => {
    expect(proposeForValue(3_000, 1_000, 2, 2, TOLERANCE)).toBe(6);
    expect(proposeForValue(1_050, 1_000, 2, 2, TOLERANCE)).toBe(2);
    expect(proposeForValue(2_500, 1_000, 0, 0, TOLERANCE)).toBe(3);
    expect(proposeForShare(100_000, 30_000, 3, TOLERANCE)).toEqual({ replicas: 4, averageMilli: 33_334 });
    expect(proposeForShare(95_000, 30_000, 3, TOLERANCE)).toEqual({ replicas: 3, averageMilli: 31_667 });
  });
});

describe("controllers 4.5: which pods count", () => {
  const now = 20 * MINUTE;
  const sample = (atUs = now): PodSample => ({ valueMilli: 100, atUs, windowUs: 15 * SECOND });
  const pod = (status: "True" | "False", startedUs: number, changedUs: number): PodState =>
    aPod({
      status: {
        phase: "Running",
        startTimeUs: startedUs,
        conditions: [aCondition("Ready", status, { lastTransitionUs: changedUs })],
      },
    });
  const found = (one: PodState, of: PodSample | undefined, isCpu = true): PodGroup =>
    groupOf(measuredPod(one), of, isCpu, now, RULES);
  const OLD = now - 10 * MINUTE;
  const YOUNG = now - MINUTE;

  test.each<[string, PodGroup, PodGroup]>([
    [
      "on its way out",
      found(
        aPod({ deletion: { requestedAtUs: 0, deletionTimestampUs: 1, graceSeconds: 1, isObserved: false } }),
        sample(),
      ),
      "gone",
    ],
    ["failed", found(aPod({ status: { phase: "Failed" } }), sample()), "gone"],
    ["pending", found(aPod(), sample()), "ignored"],
    ["without a sample", found(pod("True", OLD, OLD), undefined), "missing"],
    ["ready for long", found(pod("True", OLD, OLD), sample()), "counted"],
    ["young and not ready", found(pod("False", YOUNG, YOUNG), sample()), "ignored"],
    [
      "young, ready for less than the window of its sample",
      found(pod("True", YOUNG, now - 10 * SECOND), sample()),
      "ignored",
    ],
    ["young, ready for longer than that", found(pod("True", YOUNG, now - 20 * SECOND), sample()), "counted"],
    ["old and never ready", found(pod("False", OLD, OLD + 10 * SECOND), sample()), "ignored"],
    ["old, once ready and not ready now", found(pod("False", OLD, OLD + MINUTE), sample()), "counted"],
    ["not ready, by another metric than CPU", found(pod("False", YOUNG, YOUNG), sample(), false), "counted"],
  ])("%s", (_, group, expected) => {
    expect(group).toBe(expected);
  });
});
