// A PodDisruptionBudget was created or its object replaced.
import type { PodDisruptionBudget } from "../../api/pod-disruption-budget.js";
import { isSameValue } from "../../api/same-value.js";
import type { EventDefinition } from "../../event.js";
import type { BudgetIx } from "../../ids.js";
import type { BudgetState } from "../budget-state.js";

export interface BudgetApplied {
  readonly budgetIx: number;
  readonly object: PodDisruptionBudget;
}

export const budgetApplied: EventDefinition<"BudgetApplied", BudgetApplied, BudgetState | undefined> = {
  type: "BudgetApplied",
  entity: "budget",
  revision: 1,
  fields: { budgetIx: "int", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.budgetIx as BudgetIx,
    object: d.object,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
    generation: old === undefined ? 1 : old.generation + (isSameValue(old.object.spec, d.object.spec) ? 0 : 1),
    status: old?.status ?? { expectedPods: 0, currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0 },
    verdictSinceUs: old?.verdictSinceUs ?? d.object.metadata.found?.createdAtUs ?? at,
  }),
  example: {
    budgetIx: 0,
    object: {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
      spec: {
        minAvailable: 2,
        selector: { matchLabels: { app: "web" } },
        unhealthyPodEvictionPolicy: "IfHealthyBudget",
      },
    },
  },
};
