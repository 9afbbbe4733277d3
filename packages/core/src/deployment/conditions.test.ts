import { describe, expect, test } from "vitest";
import { seconds } from "../../testing/pod-builder.js";
import type { DeploymentSpec } from "../api/deployment.js";
import {
  isRolloutComplete,
  progressCheckUs,
  withAvailability,
  withNewSet,
  withPause,
  withProgress,
  withReplicaFailure,
} from "./conditions.js";
import type { DeploymentCondition, DeploymentStatus } from "./deployment-state.js";
import { EXAMPLE_DEPLOYMENT } from "./example-deployment.js";

const spec = (over: Partial<DeploymentSpec> = {}): DeploymentSpec => ({ ...EXAMPLE_DEPLOYMENT.spec, ...over });

/** Counts in the order replicas, updated, ready, available. */
const counts = (replicas: number, updated: number, ready: number, available = ready): DeploymentStatus => ({
  observedGeneration: 1,
  replicas,
  updatedReplicas: updated,
  readyReplicas: ready,
  availableReplicas: available,
});

const progressingAt = (
  at: number,
  reason: string,
  status: DeploymentCondition["status"] = "True",
): DeploymentCondition => ({
  type: "Progressing",
  status,
  reason,
  message: "",
  lastUpdateUs: seconds(at),
  lastTransitionUs: seconds(at),
});

const progress = (
  conditions: readonly DeploymentCondition[],
  before: DeploymentStatus,
  after: DeploymentStatus,
  at = 100,
  over: Partial<DeploymentSpec> = {},
): readonly DeploymentCondition[] => {
  const deployment = { object: { ...EXAMPLE_DEPLOYMENT, spec: spec(over) }, generation: 1, status: before };
  return withProgress(conditions, deployment, "web-1", after, seconds(at));
};

const told = (conditions: readonly DeploymentCondition[]): readonly (readonly string[])[] =>
  conditions.map(({ type, status, reason, message }) => [type, status, reason, message]);

describe("Available", () => {
  test.each([
    [10, 8, "True", "MinimumReplicasAvailable", "Deployment has minimum availability."],
    [10, 7, "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."],
    [3, 2, "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."],
    [0, 0, "True", "MinimumReplicasAvailable", "Deployment has minimum availability."],
  ])("of %d replicas %d available: %s", (replicas, available, status, reason, message) => {
    expect(told(withAvailability([], spec({ replicas }), available, 0))).toEqual([
      ["Available", status, reason, message],
    ]);
  });

  test("is not written again while it stays", () => {
    const once = withAvailability([], spec(), 3, seconds(5));
    expect(withAvailability(once, spec(), 3, seconds(9))).toBe(once);
  });

  test("its transition time moves with its status", () => {
    const lost = withAvailability(withAvailability([], spec(), 3, seconds(5)), spec(), 0, seconds(9));
    expect(lost[0]).toMatchObject({ status: "False", lastTransitionUs: seconds(9), lastUpdateUs: seconds(9) });
  });
});

describe("Progressing", () => {
  test("controllers 2.18: complete when all are new, available, and no other is left", () => {
    expect(isRolloutComplete(3, 1, counts(3, 3, 3))).toBe(true);
    expect(isRolloutComplete(3, 1, counts(4, 3, 4))).toBe(false);
    expect(isRolloutComplete(3, 1, counts(3, 2, 3))).toBe(false);
    expect(isRolloutComplete(3, 1, counts(3, 3, 3, 2))).toBe(false);
    expect(isRolloutComplete(3, 2, counts(3, 3, 3))).toBe(false);
  });

  test("a new ReplicaSet", () => {
    expect(told(withNewSet([], spec(), "web-1", "created", 0))).toEqual([
      ["Progressing", "True", "NewReplicaSetCreated", 'Created new replica set "web-1"'],
    ]);
    expect(told(withNewSet([], spec(), "web-1", "found", 0))).toEqual([
      ["Progressing", "True", "FoundNewReplicaSet", 'Found new replica set "web-1"'],
    ]);
    const known = [progressingAt(1, "ReplicaSetUpdated")];
    expect(withNewSet(known, spec(), "web-1", "found", 0)).toBe(known);
  });

  test.each([
    ["more new pods", counts(3, 0, 3), counts(3, 1, 3)],
    ["fewer old pods", counts(3, 1, 3), counts(2, 1, 3)],
    ["more ready pods", counts(3, 1, 2, 2), counts(3, 1, 3, 2)],
    ["more available pods", counts(3, 1, 3, 2), counts(3, 1, 3, 3)],
  ])("controllers 2.17: %s are progress", (_, before, after) => {
    expect(told(progress([progressingAt(1, "NewReplicaSetCreated")], before, after))).toEqual([
      ["Progressing", "True", "ReplicaSetUpdated", 'ReplicaSet "web-1" is progressing.'],
    ]);
  });

  test("progress is noted once a second, and keeps the transition time", () => {
    const first = progress([progressingAt(1, "NewReplicaSetCreated")], counts(3, 0, 3), counts(3, 1, 3), 100.2);
    expect(first[0]).toMatchObject({ lastUpdateUs: seconds(100.2), lastTransitionUs: seconds(1) });
    expect(progress(first, counts(3, 1, 3), counts(3, 2, 3), 100.9)).toBe(first);
    expect(progress(first, counts(3, 1, 3), counts(3, 2, 3), 101.1)[0]?.lastUpdateUs).toBe(seconds(101.1));
  });

  test("controllers 2.18: the end of a rollout", () => {
    const done = progress([progressingAt(1, "ReplicaSetUpdated")], counts(3, 3, 2), counts(3, 3, 3));
    expect(told(done)).toEqual([
      ["Progressing", "True", "NewReplicaSetAvailable", 'ReplicaSet "web-1" has successfully progressed.'],
    ]);
    // From now on it is not estimated any more, whatever happens to the pods.
    expect(progress(done, counts(3, 3, 3), counts(3, 3, 0), 5_000)).toBe(done);
  });

  test("controllers 2.17: the deadline counts from the last progress in whole seconds, and has to be past", () => {
    const slow = [progressingAt(1.9, "ReplicaSetUpdated")];
    const still = counts(3, 1, 2);
    expect(progress(slow, still, still, 601)).toBe(slow);
    const late = progress(slow, still, still, 601.001);
    expect(told(late)).toEqual([
      ["Progressing", "False", "ProgressDeadlineExceeded", 'ReplicaSet "web-1" has timed out progressing.'],
    ]);
    expect(progress(late, still, still, 9_000)).toBe(late);
    expect(told(progress(late, still, counts(3, 2, 2), 9_000))[0]?.[2]).toBe("ReplicaSetUpdated");
  });

  test("without a deadline there is no such condition", () => {
    const none = { progressDeadlineSeconds: 2 ** 31 - 1 };
    expect(progress([progressingAt(1, "ReplicaSetUpdated")], counts(3, 0, 0), counts(3, 1, 1), 2, none)).toEqual([]);
    expect(withNewSet([], spec(none), "web-1", "created", 0)).toEqual([]);
  });

  test("controllers 2.17: a paused Deployment counts no time", () => {
    const paused = withPause([progressingAt(1, "ReplicaSetUpdated")], spec({ paused: true }), seconds(5));
    expect(told(paused)).toEqual([["Progressing", "Unknown", "DeploymentPaused", "Deployment is paused"]]);
    const resumed = withPause(paused, spec(), seconds(5_000));
    expect(told(resumed)).toEqual([["Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed"]]);
    expect(progressCheckUs(spec(), resumed, seconds(5_000))).toBe(seconds(5_601));
    const timedOut = [progressingAt(1, "ProgressDeadlineExceeded", "False")];
    expect(withPause(timedOut, spec({ paused: true }), seconds(5))).toBe(timedOut);
  });

  test.each([
    ["a second after the deadline", "ReplicaSetUpdated", 100, 611],
    ["right after it when less than a second is left", "ReplicaSetUpdated", 609.5, 610.005],
    ["not once it has passed", "ProgressDeadlineExceeded", 700, null],
    ["not once the rollout was complete", "NewReplicaSetAvailable", 100, null],
  ])("when to look again: %s", (_, reason, now, expected) => {
    const at = progressCheckUs(spec(), [progressingAt(10.4, reason)], seconds(now));
    expect(at === null ? null : at / seconds(1)).toBe(expected);
  });
});

describe("ReplicaFailure", () => {
  test("controllers 6.6: while pods are refused", () => {
    const refused = withReplicaFailure([], "exceeded quota", 0);
    expect(told(refused)).toEqual([["ReplicaFailure", "True", "FailedCreate", "exceeded quota"]]);
    expect(withReplicaFailure(refused, "another text", 1)).toBe(refused);
    expect(withReplicaFailure(refused, "", 1)).toEqual([]);
  });
});
