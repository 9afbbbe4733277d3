// Node pools as Karpenter has them: what nodes of a pool may be, when they may be disrupted, and when they grow too old.
import type { Distribution, Duration, Node, SimTime } from "@podsim/core";
import type { Shortage } from "../node-group.js";

export const POOL_LABEL = "karpenter.sh/nodepool";
export const CAPACITY_LABEL = "karpenter.sh/capacity-type";

/** One kind of machine, in one zone, bought in one way. */
export interface Offering {
  /** Of the instance type. */
  readonly name: string;
  readonly pricePerHour: number;
  readonly isSpot: boolean;
  /** A node of it, but for its name; with the labels of its pool. */
  readonly template: Node;
  readonly shortages: readonly Shortage[];
}

export type DisruptionReason = "Empty" | "Underutilized" | "Drifted";

export interface DisruptionBudget {
  /** A number of nodes, or percent of those of the pool, rounded up. */
  readonly nodes: { readonly count: number } | { readonly percent: number };
  /** Which reasons it bounds; null = all. */
  readonly reasons: readonly DisruptionReason[] | null;
  /** A cron schedule in UTC and how long the budget holds from each of its times; null = always. */
  readonly window: { readonly schedule: string; readonly durationUs: Duration } | null;
}

export interface NodePool {
  readonly name: string;
  /** Pools with a higher weight are tried first. */
  readonly weight: number;
  readonly offerings: readonly Offering[];
  /** All nodes of the pool together; null = no bound. */
  readonly limitMilliCpu: number | null;
  readonly consolidates: "WhenEmptyOrUnderutilized" | "WhenEmpty";
  /** From the last pod that came or went until a node may be consolidated; null = never. */
  readonly consolidateAfterUs: Duration | null;
  /** null = never. */
  readonly expireAfterUs: Duration | null;
  readonly budgets: readonly DisruptionBudget[];
  /** When the pool's template changes: nodes made before have drifted; null = never. */
  readonly driftsAtUs: SimTime | null;
  readonly provision: Distribution;
}

export interface KarpenterSettings {
  readonly pools: readonly NodePool[];
  readonly batchIdleUs: Duration;
  readonly batchMaxUs: Duration;
}
