// What a PodDisruptionBudget is at an instant: its object and the arithmetic its controller last wrote.
import type { PodDisruptionBudget } from "../api/pod-disruption-budget.js";
import type { BudgetIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface BudgetStatus {
  readonly expectedPods: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly disruptionsAllowed: number;
}

export interface BudgetState {
  readonly ix: BudgetIx;
  readonly object: PodDisruptionBudget;
  readonly createdAtUs: SimTime;
  /** Counts versions of its spec, from 1. */
  readonly generation: number;
  readonly status: BudgetStatus;
  /** Since when disruptions are allowed, or are not. */
  readonly verdictSinceUs: SimTime;
}
