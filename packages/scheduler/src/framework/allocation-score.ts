// How well a node would be used with the pod on it: kube-scheduler's three scoring strategies, in whole numbers.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { Demand } from "./resource-demand.js";
import { MAX_SCORE, percentOf } from "./score-arithmetic.js";

/** A corner of the function from utilization (percent) to score. */
export interface ShapePoint {
  /** 0..100, rising from point to point. */
  readonly utilization: number;
  /** 0..10. */
  readonly score: number;
}

export interface AllocationScore {
  /** 0..100 for one resource; capacity > 0. */
  readonly ofResource: (requested: number, capacity: number) => number;
  /** Whether a resource with score 0 is left out, and the mean of the others rounded rather than cut off. */
  readonly skipsZeros: boolean;
}

export const leastAllocated: AllocationScore = {
  ofResource: (requested, capacity) => (requested > capacity ? 0 : percentOf(capacity - requested, capacity)),
  skipsZeros: false,
};

export const mostAllocated: AllocationScore = {
  ofResource: (requested, capacity) => (requested > capacity ? MAX_SCORE : percentOf(requested, capacity)),
  skipsZeros: false,
};

/** What a score of 10 in a shape means in the scale of all scores. */
const SHAPE_UNIT = MAX_SCORE / 10;

/** The straight line between two corners, cut off towards zero. */
const between = (from: ShapePoint, to: ShapePoint, utilization: number): number => {
  const rise = (to.score - from.score) * SHAPE_UNIT * (utilization - from.utilization);
  return from.score * SHAPE_UNIT + Math.trunc(rise / (to.utilization - from.utilization));
};

/** At least one point. Before the first and after the last the function is level. */
export const requestedToCapacityRatio = (shape: readonly ShapePoint[]): AllocationScore => {
  const scoreAt = (utilization: number): number => {
    const next = shape.findIndex((point) => utilization <= point.utilization);
    const to = shape.at(next);
    invariant(to !== undefined, "a shape has points");
    const from = next > 0 ? shape[next - 1] : undefined;
    return from === undefined ? to.score * SHAPE_UNIT : between(from, to, utilization);
  };
  const byPercent = Array.from({ length: MAX_SCORE + 1 }, (_, percent) => scoreAt(percent));
  return {
    ofResource: (requested, capacity) =>
      byPercent[requested > capacity ? MAX_SCORE : percentOf(requested, capacity)] ?? 0,
    skipsZeros: true,
  };
};

/** The weighted mean over the resources that the node has, with the pod on it; 0..100. */
export const allocationScore = (
  { ofResource, skipsZeros }: AllocationScore,
  demands: readonly Demand[],
  node: NodeIx,
): number => {
  let sum = 0;
  let weights = 0;
  for (const { column, amount, weight } of demands) {
    const capacity = column.allocatable(node);
    if (capacity === 0) continue;
    const score = ofResource(column.assumed(node) + amount, capacity);
    if (skipsZeros && score === 0) continue;
    sum += weight * score;
    weights += weight;
  }
  if (weights === 0) return 0;
  return skipsZeros ? Math.round(sum / weights) : Math.floor(sum / weights);
};
