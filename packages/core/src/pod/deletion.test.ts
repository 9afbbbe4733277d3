import { describe, expect, test } from "vitest";
import { aPod, deletionAt, seconds } from "../../testing/pod-builder.js";
import type { PodOptions } from "../../testing/pod-builder.js";
import { deletionOf } from "./deletion.js";

/** [grace, deletionTimestamp in seconds] of a DELETE at `at` seconds; null = it changes nothing. */
const terms = (pod: PodOptions, grace: number | null, at = 100): readonly [number, number] | null => {
  const found = deletionOf(aPod(pod), seconds(at), grace);
  return found === null ? null : [found.graceSeconds, found.deletionTimestampUs / seconds(1)];
};

const running = { status: { phase: "Running" as const } };

describe("a first DELETE", () => {
  test.each<[string, PodOptions, number | null, readonly [number, number]]>([
    ["the pod's own grace", running, null, [30, 130]],
    ["a pod with a grace of its own", { ...running, terminationGracePeriodSeconds: 5 }, null, [5, 105]],
    ["the grace asked for", running, 60, [60, 160]],
    ["kubectl delete --now", running, 1, [1, 101]],
    ["kubectl delete --force --grace-period=0", running, 0, [0, 100]],
    ["a negative grace", running, -7, [1, 101]],
    ["a pod that was never bound", { node: null }, null, [0, 100]],
    ["a pod that was never bound, whatever is asked", { node: null }, 60, [0, 100]],
    ["a succeeded pod", { status: { phase: "Succeeded" } }, null, [0, 100]],
    ["a failed pod", { status: { phase: "Failed" } }, 60, [0, 100]],
    ["a bound pod that has not started", { status: { phase: "Pending" } }, null, [30, 130]],
  ])("kubelet A6, F9, 8.1, 8.3: %s", (_, pod, grace, expected) => {
    expect(terms(pod, grace)).toEqual(expected);
  });
});

describe("a second DELETE", () => {
  const terminating = { ...running, deletion: deletionAt(seconds(90), 30) };

  test.each<[string, number | null, readonly [number, number] | null]>([
    ["without a grace changes nothing", null, null],
    ["with a longer grace changes nothing", 60, null],
    ["with the same grace changes nothing", 30, null],
    ["with a shorter grace counts it from the first", 20, [20, 110]],
    ["with a grace that is over by now", 5, [1, 100]],
    ["with no grace removes the pod at once", 0, [0, 100]],
    ["with a negative grace means one second, which is over", -1, [1, 100]],
  ])("kubelet A6, 8.2: %s", (_, grace, expected) => {
    expect(terms(terminating, grace)).toEqual(expected);
  });

  test.each([
    ["at 105 s, five seconds after a first one with grace 30: deletionTimestamp 110", 105, [10, 110]],
    ["at 120 s, when those ten seconds are over: now, grace 1", 120, [1, 120]],
  ] as const)("kubelet A6: grace 10 %s", (_, at, expected) => {
    const first = { ...running, deletion: deletionAt(seconds(100), 30) };
    expect(terms(first, 10, at)).toEqual(expected);
  });
});
