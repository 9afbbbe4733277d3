// What a PodDisruptionBudget allows, from counts of the pods it covers.
import type { PodDisruptionBudget } from "../api/pod-disruption-budget.js";
import { scaledValue } from "../scaled-value.js";
import type { BudgetStatus } from "./budget-state.js";

export interface CoveredPods {
  /** Pods that the selector matches, whatever state they are in. */
  readonly matchedCount: number;
  /** spec.replicas of the distinct controllers of these pods, added up; pods without a controller add nothing. */
  readonly controllerReplicas: number;
  /** Matched pods that are Ready and not being deleted. */
  readonly healthyCount: number;
}

interface Target {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
}

/** Percentages are of what the controllers want, and round up, for maxUnavailable as for minAvailable. */
const targetOf = ({ spec }: PodDisruptionBudget, { matchedCount, controllerReplicas }: CoveredPods): Target => {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable !== undefined) {
    const unavailable = scaledValue(maxUnavailable, controllerReplicas, "up");
    return { expectedPods: controllerReplicas, desiredHealthy: Math.max(0, controllerReplicas - unavailable) };
  }
  if (minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0 };
  if (typeof minAvailable === "number") return { expectedPods: matchedCount, desiredHealthy: minAvailable };
  return { expectedPods: controllerReplicas, desiredHealthy: scaledValue(minAvailable, controllerReplicas, "up") };
};

/** The status the disruption controller writes. */
export const budgetStatusOf = (budget: PodDisruptionBudget, pods: CoveredPods): BudgetStatus => {
  const { expectedPods, desiredHealthy } = targetOf(budget, pods);
  const currentHealthy = pods.healthyCount;
  const disruptionsAllowed = expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  return { expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed };
};
