// The eviction API: a DELETE of a pod that asks the pod's disruption budgets first.
import { budgetStatusUpdated, compileLabelSelector, decideEviction, podDisruptionTargeted } from "@podsim/core";
import type { BudgetState, EvictionDecision, LabelTest, PodDisruptionBudget, PodState, SimTime } from "@podsim/core";
import { isRight } from "fp-ts/lib/Either.js";
import type { Outbox } from "../actor.js";
import type { WorldView } from "../cluster/world.js";
import { requestDeletion } from "./request-deletion.js";

/** What a client reads where several budgets cover the pod. */
export const UNSUPPORTED_EVICTION =
  "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";

const tests = new WeakMap<PodDisruptionBudget, LabelTest>();

const covers = ({ object }: BudgetState, pod: PodState): boolean => {
  if (object.metadata.namespace !== pod.identity.namespace) return false;
  let test = tests.get(object);
  if (test === undefined) {
    const compiled = compileLabelSelector(object.spec.selector);
    test = isRight(compiled) ? compiled.right : () => false;
    tests.set(object, test);
  }
  return test(pod.identity.template.metadata.labels);
};

/** What the eviction API would answer now. */
export const judgeEviction = (pod: PodState, world: WorldView): EvictionDecision => {
  const budgets: BudgetState[] = [];
  for (const budget of world.budgets.values()) if (covers(budget, pod)) budgets.push(budget);
  return decideEviction(pod, budgets);
};

/** Evicts the pod if its budgets allow it, with `graceSeconds` (null = its own grace). Records nothing if they do not. */
export const evictPod = (
  pod: PodState,
  graceSeconds: number | null,
  world: WorldView,
  now: SimTime,
  out: Outbox,
): EvictionDecision => {
  const decision = judgeEviction(pod, world);
  if (decision.kind !== "allowed") return decision;
  const { spends } = decision;
  if (spends !== null) {
    const { expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed } = spends.status;
    const status = { expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed: disruptionsAllowed - 1 };
    out.record(budgetStatusUpdated, spends.ix, status);
  }
  if (pod.deletion === null) {
    const target = { reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" } as const;
    out.record(podDisruptionTargeted, pod.identity.ix, target);
  }
  requestDeletion(pod, now, "eviction-api", out, graceSeconds);
  return decision;
};
