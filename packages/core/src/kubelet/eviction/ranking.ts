// Which pod goes first when its node is short of something.
import type { StarvedResource } from "./threshold.js";

/** What ranking looks at of a running pod. */
export interface PodUse {
  readonly priority: number;
  /** In use of the starved resource, all containers together. */
  readonly used: number;
  /** Requested of it, as the scheduler counts; 0 for processes. */
  readonly requested: number;
}

const exceeds = ({ used, requested }: PodUse): number => (used > requested ? 0 : 1);

/** Below 0 if `a` goes before `b`. Pods that are equal keep the order they are given in. */
export const evictionOrder = (resource: StarvedResource, a: PodUse, b: PodUse): number => {
  if (resource === "pids") return a.priority - b.priority || b.used - a.used;
  return exceeds(a) - exceeds(b) || a.priority - b.priority || b.used - b.requested - (a.used - a.requested);
};

const LOWEST_CRITICAL_PRIORITY = 2_000_000_000;

/** Pods that are never evicted for their node's sake, and that may preempt others on it. */
export const isCritical = (priority: number): boolean => priority >= LOWEST_CRITICAL_PRIORITY;
