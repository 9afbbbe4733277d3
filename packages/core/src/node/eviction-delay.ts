// How long a pod may stay on a node with NoExecute taints.
import { tolerates } from "../api/tolerations.js";
import type { Taint, Toleration } from "../api/meta.js";

/** "now" = a taint is not tolerated, "never" = it may stay for good; else whole seconds (>= 0) it is tolerated for. */
export type EvictionDelay = "now" | "never" | { readonly seconds: number };

/**
 * `taints` are the node's with effect NoExecute. Of the tolerations the first that covers a taint counts, and of several
 * taints the one that is tolerated for the shortest time; one that is not tolerated leaves none.
 */
export const evictionDelayOf = (taints: readonly Taint[], tolerations: readonly Toleration[]): EvictionDelay => {
  let shortest = Infinity;
  for (const taint of taints) {
    const toleration = tolerations.find((candidate) => tolerates(candidate, taint));
    if (toleration === undefined) return "now";
    if (toleration.tolerationSeconds !== undefined) shortest = Math.min(shortest, toleration.tolerationSeconds);
  }
  return shortest === Infinity ? "never" : { seconds: Math.max(0, shortest) };
};
