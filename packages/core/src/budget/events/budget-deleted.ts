// The PodDisruptionBudget object is gone.
import type { EventDefinition } from "../../event.js";
import type { BudgetState } from "../budget-state.js";

export type BudgetDeleted = Record<never, never>;

export const budgetDeleted: EventDefinition<"BudgetDeleted", BudgetDeleted, BudgetState> = {
  type: "BudgetDeleted",
  entity: "budget",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
