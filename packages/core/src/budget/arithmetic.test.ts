import { describe, expect, test } from "vitest";
import type { PodDisruptionBudgetSpec } from "../api/pod-disruption-budget.js";
import type { BudgetStatus } from "./budget-state.js";
import { budgetStatusOf } from "./arithmetic.js";

const status = (
  spec: Partial<PodDisruptionBudgetSpec>,
  controllerReplicas: number,
  healthyCount: number,
  matchedCount = controllerReplicas,
): BudgetStatus =>
  budgetStatusOf(
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
      spec: { unhealthyPodEvictionPolicy: "IfHealthyBudget", selector: {}, ...spec },
    },
    { matchedCount, controllerReplicas, healthyCount },
  );

/** expectedPods, desiredHealthy, disruptionsAllowed. */
const numbers = (found: BudgetStatus): readonly number[] => [
  found.expectedPods,
  found.desiredHealthy,
  found.disruptionsAllowed,
];

describe("budgets", () => {
  test.each<[string, Partial<PodDisruptionBudgetSpec>, number, number, readonly number[]]>([
    ["maxUnavailable 30% of 7 favours disruption", { maxUnavailable: "30%" }, 7, 7, [7, 4, 3]],
    ["minAvailable 70% of 7 rounds up", { minAvailable: "70%" }, 7, 7, [7, 5, 2]],
    ["maxUnavailable 1", { maxUnavailable: 1 }, 3, 3, [3, 2, 1]],
    ["maxUnavailable 0 never allows any", { maxUnavailable: 0 }, 3, 3, [3, 3, 0]],
    ["maxUnavailable above the size", { maxUnavailable: 9 }, 3, 2, [3, 0, 2]],
    ["maxUnavailable 100%", { maxUnavailable: "100%" }, 3, 3, [3, 0, 3]],
    ["minAvailable 100%", { minAvailable: "100%" }, 3, 3, [3, 3, 0]],
    ["fewer healthy than desired", { minAvailable: "100%" }, 3, 1, [3, 3, 0]],
    ["more healthy than expected", { maxUnavailable: 1 }, 3, 5, [3, 2, 3]],
    ["no controller wants any", { maxUnavailable: "50%" }, 0, 0, [0, 0, 0]],
    ["neither is set", {}, 3, 3, [0, 0, 0]],
  ])("controllers 6.12, 6.13, 6.15: %s", (_, spec, replicas, healthy, expected) => {
    expect(numbers(status(spec, replicas, healthy))).toEqual(expected);
  });

  test("controllers 6.12: an integer minAvailable counts pods, managed or not", () => {
    expect(numbers(status({ minAvailable: 2 }, 0, 3, 3))).toEqual([3, 2, 1]);
    expect(numbers(status({ minAvailable: 2 }, 9, 3, 3))).toEqual([3, 2, 1]);
    expect(numbers(status({ minAvailable: 2 }, 0, 0, 0))).toEqual([0, 2, 0]);
  });

  test("controllers 6.15: pods without a controller leave a percentage nothing to be of", () => {
    expect(numbers(status({ minAvailable: "50%" }, 0, 4, 4))).toEqual([0, 0, 0]);
  });

  test("controllers 6.17: one replica and minAvailable 1 never allow an eviction", () => {
    expect(numbers(status({ minAvailable: 1 }, 1, 1))).toEqual([1, 1, 0]);
  });

  test("controllers 6.14: healthy pods are reported as counted", () => {
    expect(status({ minAvailable: 1 }, 3, 2).currentHealthy).toBe(2);
  });
});
