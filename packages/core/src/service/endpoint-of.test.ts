import { describe, expect, test } from "vitest";
import { aCondition, aPod, deletionAt } from "../../testing/pod-builder.js";
import type { PodOptions } from "../../testing/pod-builder.js";
import { endpointOf, isSameEndpoint } from "./endpoint-of.js";

const running = (ready: "True" | "False", over: PodOptions = {}): PodOptions => ({
  status: { phase: "Running", podIP: "10.0.0.2", conditions: [aCondition("Ready", ready)] },
  ...over,
});

/** "ready", "serving" and "terminating" where they hold; null = no endpoint. */
const shown = (pod: PodOptions, publish = false): string | null => {
  const endpoint = endpointOf(aPod(pod), publish);
  if (endpoint === null) return null;
  const { ready, serving, terminating } = endpoint;
  return [ready && "ready", serving && "serving", terminating && "terminating"]
    .filter((word) => word !== false)
    .join(" ");
};

describe("endpoints", () => {
  test.each<[string, string | null, PodOptions, boolean]>([
    ["7.2: a ready pod", "ready serving", running("True"), false],
    ["7.2: a pod that is not ready", "", running("False"), false],
    ["7.2: the same with publishNotReadyAddresses", "ready", running("False"), true],
    [
      "7.3: a terminating pod that still answers",
      "serving terminating",
      running("True", { deletion: deletionAt(0) }),
      false,
    ],
    [
      "7.2: the same with publishNotReadyAddresses",
      "ready serving terminating",
      running("True", { deletion: deletionAt(0) }),
      true,
    ],
    ["7.1: a terminating pod stays listed", "terminating", running("False", { deletion: deletionAt(0) }), false],
    ["7.1: no address yet", null, { status: { phase: "Pending" } }, true],
    ["7.1: a succeeded pod", null, { status: { phase: "Succeeded", podIP: "10.0.0.2" } }, true],
    ["7.1: a failed pod", null, { status: { phase: "Failed", podIP: "10.0.0.2" } }, true],
  ])("controllers %s: %s", (_, expected, pod, publish) => {
    expect(shown(pod, publish)).toBe(expected);
  });

  test("sameness is by what is shown", () => {
    const a = endpointOf(aPod(running("True")), false);
    expect(isSameEndpoint(a, endpointOf(aPod(running("True")), false))).toBe(true);
    expect(isSameEndpoint(a, endpointOf(aPod(running("False")), false))).toBe(false);
    expect(isSameEndpoint(a, null)).toBe(false);
    expect(isSameEndpoint(null, null)).toBe(true);
  });
});
