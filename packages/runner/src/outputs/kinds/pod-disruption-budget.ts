// PodDisruptionBudgets, with kubectl's columns.
import type { BudgetState } from "@podsim/core";
import { describeBudget } from "../describe/describe-budget.js";
import { budgetObject } from "../objects/plain-objects.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

const NOT_GIVEN = "N/A";

const listedBudget = (budget: BudgetState, view: RunView): Listed => {
  const { metadata, spec } = budget.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      metadata.name,
      String(spec.minAvailable ?? NOT_GIVEN),
      String(spec.maxUnavailable ?? NOT_GIVEN),
      String(budget.status.disruptionsAllowed),
      ageText(budget.createdAtUs, view.nowUs),
    ],
    toObject: () => budgetObject(budget, view.clock),
  };
};

export const podDisruptionBudgets = tabledKind<BudgetState>({
  kind: "PodDisruptionBudget",
  group: "policy",
  plural: "poddisruptionbudgets",
  singular: "poddisruptionbudget",
  shortNames: ["pdb"],
  namespaced: true,
  inAll: false,
  columns: [
    NAME_COLUMN,
    { name: "MIN AVAILABLE" },
    { name: "MAX UNAVAILABLE" },
    { name: "ALLOWED DISRUPTIONS" },
    AGE_COLUMN,
  ],
  entity: "budget",
  table: (world) => world.budgets,
  listed: listedBudget,
  describe: describeBudget,
});
