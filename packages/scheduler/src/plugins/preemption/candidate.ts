// A node on which a pod would fit if others went, and which of several such nodes is the best.
import type { NodeIx, PodState } from "@podsim/core";
import { oldestStart, priorityOf } from "./importance.js";

export interface Candidate {
  readonly node: NodeIx;
  /** The most important first; at least one. */
  readonly victims: readonly PodState[];
  /** How many of them a disruption budget would have kept. */
  readonly violations: number;
}

/** Added to every priority, so that each victim costs something. */
const PRIORITY_OFFSET = 2 ** 31;

/** From the most to the least important: lower is better. */
const COSTS: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims }) => (victims[0] === undefined ? 0 : priorityOf(victims[0])),
  ({ victims }) => victims.reduce((sum, pod) => sum + priorityOf(pod) + PRIORITY_OFFSET, 0),
  ({ victims }) => victims.length,
  ({ victims }) => -oldestStart(victims),
];

/** Those that nothing makes worse than another; at least one candidate is given. */
export const bestCandidates = (candidates: readonly Candidate[]): readonly Candidate[] => {
  let best = candidates;
  for (const costOf of COSTS) {
    if (best.length === 1) break;
    const costs = best.map(costOf);
    const lowest = costs.reduce((low, cost) => Math.min(low, cost), Infinity);
    best = best.filter((_, k) => costs[k] === lowest);
  }
  return best;
};
