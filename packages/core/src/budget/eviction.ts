// What the eviction API answers: may this pod be deleted, as far as disruption budgets are concerned?
import { isReady, isTerminalPhase } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import type { BudgetState } from "./budget-state.js";

export type EvictionDecision =
  /** `spends`: the budget that has one disruption less from now on. */
  | { readonly kind: "allowed"; readonly spends: BudgetState | null }
  /** 429: the caller may try again later. */
  | { readonly kind: "refused"; readonly budget: BudgetState }
  /** 500: the caller may try as often as it likes. */
  | { readonly kind: "unsupported" };

const FREE: EvictionDecision = { kind: "allowed", spends: null };

/** Deleting such a pod disrupts nothing that a budget could protect. */
const needsNoBudget = (pod: PodState): boolean =>
  pod.deletion !== null || pod.status.phase === "Pending" || isTerminalPhase(pod.status.phase);

/** A pod that is not Ready counts for nothing, so it may go while the others suffice. */
const isUnhealthyToSpare = (pod: PodState, { object, status }: BudgetState): boolean =>
  !isReady(pod) &&
  (object.spec.unhealthyPodEvictionPolicy === "AlwaysAllow" ||
    (status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy));

/** `budgets` are those that match the pod, with their status as last written. */
export const decideEviction = (pod: PodState, budgets: readonly BudgetState[]): EvictionDecision => {
  if (needsNoBudget(pod)) return FREE;
  const [budget, another] = budgets;
  if (budget === undefined) return FREE;
  if (another !== undefined) return { kind: "unsupported" };
  if (isUnhealthyToSpare(pod, budget)) return FREE;
  return budget.status.disruptionsAllowed > 0 ? { kind: "allowed", spends: budget } : { kind: "refused", budget };
};
