import { describe, expect, test } from "vitest";
import { aCondition, aPod, deletionAt } from "../../testing/pod-builder.js";
import { SECOND } from "../time.js";
import { containerKillBegan } from "./events/container-kill-began.js";
import { podDeletionRequested } from "./events/pod-deletion-requested.js";
import { podStatusReported } from "./events/pod-status-reported.js";
import { conditionGenerationOf, generationOf, observedGenerationOf } from "./generation.js";
import type { PodState } from "./pod-state.js";

const asked = { ...podDeletionRequested.example, graceSeconds: 30, deletionTimestampUs: 40 * SECOND };
const delivered = (pod: PodState, graceSeconds = 30): PodState =>
  podDeletionRequested.evolve(pod, { ...asked, graceSeconds }, 10 * SECOND);

const generations = (pod: PodState): readonly (number | null)[] => [generationOf(pod), observedGenerationOf(pod)];

const reported = { status: { phase: "Running", startTimeUs: 0 } } as const;

describe("kubelet 7.13, 8.1: the generations of a pod", () => {
  test("nobody has seen a pod of which no kubelet has reported", () => {
    expect(generations(aPod({ status: { startTimeUs: -1 } }))).toEqual([1, null]);
    expect(generations(aPod(reported))).toEqual([1, 1]);
  });

  test("a delete is one more, once; the kubelet has seen it when it stops containers, or reports", () => {
    const going = delivered(aPod(reported));
    expect(generations(going)).toEqual([2, 1]);
    expect(generations(delivered(going, 10))).toEqual([2, 1]);
    const stopping = containerKillBegan.evolve(going, containerKillBegan.example, 10 * SECOND);
    expect(generations(stopping)).toEqual([2, 2]);
    expect(generations(delivered(stopping, 10))).toEqual([2, 2]);
    expect(generations(podStatusReported.evolve(going, { stage: "terminating" }, 10 * SECOND))).toEqual([2, 2]);
  });

  test("stopping a container of a pod that stays is nothing to see", () => {
    const pod = aPod(reported);
    expect(containerKillBegan.evolve(pod, containerKillBegan.example, 0)).toBe(pod);
  });
});

describe("kubelet 7.13: the generation that a condition speaks of", () => {
  const pod = aPod({ ...reported, deletion: { ...deletionAt(0), isObserved: true } });

  test.each<[string, number | null]>([
    ["Ready", 2],
    ["PodScheduled", 2],
    ["DisruptionTarget", 1],
    ["example.com/gate", null],
  ])("%s: %s", (type, expected) => {
    expect(conditionGenerationOf(pod, aCondition(type, "True"))).toBe(expected);
  });

  test("what the scheduler says of a pod without a node is about the pod as it is", () => {
    const waiting = aPod({ status: { startTimeUs: -1 } });
    expect(conditionGenerationOf(waiting, aCondition("PodScheduled", "False"))).toBe(1);
  });
});
