import { describe, expect, test } from "vitest";
import { aCondition, aPod, deletionAt } from "../../testing/pod-builder.js";
import type { PodOptions } from "../../testing/pod-builder.js";
import type { BudgetIx } from "../ids.js";
import type { PodDisruptionBudgetSpec } from "../api/pod-disruption-budget.js";
import type { BudgetState } from "./budget-state.js";
import { decideEviction } from "./eviction.js";

const budget = (
  disruptionsAllowed: number,
  healthy: readonly [current: number, desired: number] = [2, 2],
  unhealthyPodEvictionPolicy: PodDisruptionBudgetSpec["unhealthyPodEvictionPolicy"] = "IfHealthyBudget",
): BudgetState => ({
  ix: 0 as BudgetIx,
  createdAtUs: 0,
  generation: 1,
  verdictSinceUs: 0,
  object: {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
    spec: { unhealthyPodEvictionPolicy, selector: {} },
  },
  status: { expectedPods: 3, currentHealthy: healthy[0], desiredHealthy: healthy[1], disruptionsAllowed },
});

const ready: PodOptions = { status: { phase: "Running", conditions: [aCondition("Ready", "True")] } };
const unready: PodOptions = { status: { phase: "Running", conditions: [aCondition("Ready", "False")] } };

/** "free", "spends", "refused" or "unsupported". */
const answer = (pod: PodOptions, budgets: readonly BudgetState[]): string => {
  const decision = decideEviction(aPod(pod), budgets);
  return decision.kind !== "allowed" ? decision.kind : decision.spends === null ? "free" : "spends";
};

describe("controllers 1.39: the eviction API", () => {
  test.each<[string, PodOptions, readonly BudgetState[], string]>([
    ["a: a pending pod", { status: { phase: "Pending" } }, [budget(0)], "free"],
    ["a: a succeeded pod", { status: { phase: "Succeeded" } }, [budget(0)], "free"],
    ["a: a failed pod", { status: { phase: "Failed" } }, [budget(0)], "free"],
    ["a: a terminating pod", { ...ready, deletion: deletionAt(0) }, [budget(0), budget(0)], "free"],
    ["b: two budgets", ready, [budget(5), budget(5)], "unsupported"],
    ["b: two budgets, whatever the pod's readiness", unready, [budget(5), budget(5)], "unsupported"],
    ["c: no budget", ready, [], "free"],
    ["d: not Ready, the others suffice", unready, [budget(0, [2, 2])], "free"],
    ["d: not Ready, the others do not suffice", unready, [budget(0, [1, 2])], "refused"],
    ["d: not Ready, nothing is desired", unready, [budget(0, [0, 0])], "refused"],
    ["d: not Ready, the others do not suffice, AlwaysAllow", unready, [budget(0, [1, 2], "AlwaysAllow")], "free"],
    ["d, e: not Ready, nothing is desired, disruptions are allowed", unready, [budget(1, [1, 0])], "spends"],
    ["e: Ready, disruptions are allowed", ready, [budget(1)], "spends"],
    ["e: Ready, no disruption is allowed", ready, [budget(0)], "refused"],
    ["e: Ready, AlwaysAllow says nothing of it", ready, [budget(0, [1, 2], "AlwaysAllow")], "refused"],
  ])("%s", (_, pod, budgets, expected) => {
    expect(answer(pod, budgets)).toBe(expected);
  });

  test("tells which budget it spends, or which one is in the way", () => {
    const [rich, poor] = [budget(1), budget(0)];
    expect(decideEviction(aPod(ready), [rich])).toEqual({ kind: "allowed", spends: rich });
    expect(decideEviction(aPod(ready), [poor])).toEqual({ kind: "refused", budget: poor });
  });
});
