// The registry of everything that can happen to a PodDisruptionBudget.
import { budgetApplied } from "./budget-applied.js";
import { budgetDeleted } from "./budget-deleted.js";
import { budgetStatusUpdated } from "./budget-status-updated.js";

export const BUDGET_EVENTS = [budgetApplied, budgetDeleted, budgetStatusUpdated] as const;
