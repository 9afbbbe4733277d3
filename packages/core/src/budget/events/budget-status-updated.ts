// The disruption controller (or an accepted eviction) wrote how many disruptions are allowed.
import type { EventDefinition } from "../../event.js";
import type { BudgetState } from "../budget-state.js";

export interface BudgetStatusUpdated {
  readonly expectedPods: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly disruptionsAllowed: number;
}

export const budgetStatusUpdated: EventDefinition<"BudgetStatusUpdated", BudgetStatusUpdated, BudgetState> = {
  type: "BudgetStatusUpdated",
  entity: "budget",
  revision: 1,
  fields: { expectedPods: "int", currentHealthy: "int", desiredHealthy: "int", disruptionsAllowed: "int" },
  evolve: (s, d, at) => ({
    ix: s.ix,
    object: s.object,
    createdAtUs: s.createdAtUs,
    generation: s.generation,
    status: {
      expectedPods: d.expectedPods,
      currentHealthy: d.currentHealthy,
      desiredHealthy: d.desiredHealthy,
      disruptionsAllowed: d.disruptionsAllowed,
    },
    verdictSinceUs: d.disruptionsAllowed > 0 === s.status.disruptionsAllowed > 0 ? s.verdictSinceUs : at,
  }),
  example: { expectedPods: 3, currentHealthy: 3, desiredHealthy: 2, disruptionsAllowed: 1 },
};
