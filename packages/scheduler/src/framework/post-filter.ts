// What the postFilter plugins say when nothing can be done for a pod that fits nowhere.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { fitErrorText } from "./fit-error.js";
import type { RejectedNodes } from "./fit-error.js";
import type { PodView } from "./pod-view.js";
import { unresolvable } from "./verdict.js";

/** The nodes a try left, as preemption sees them. */
export interface Leftovers {
  readonly nodeCount: number;
  /** Nodes where the pod might fit if pods went away. */
  readonly resolvable: readonly NodeIx[];
  /** The preFilter point ended with an unresolvable verdict, before DynamicResources was asked. */
  readonly isCutShort: boolean;
}

const hasVictims = (pod: PodView, nodes: readonly NodeIx[], cluster: ClusterView): boolean => {
  const { priority } = pod.spec;
  for (const node of nodes) {
    for (const placed of cluster.pods.on(node)) {
      if (placed.pod.identity.template.spec.priority < priority) return true;
    }
  }
  return false;
};

/** Null: there are pods of lower priority, so there is more to it than words. */
const preemptionText = (pod: PodView, { nodeCount, resolvable }: Leftovers, cluster: ClusterView): string | null => {
  if (pod.spec.preemptionPolicy === "Never") return "not eligible due to preemptionPolicy=Never.";
  if (hasVictims(pod, resolvable, cluster)) return null;
  const outcomes: RejectedNodes[] = [
    { ...unresolvable("No preemption victims found for incoming pod"), count: resolvable.length },
    { ...unresolvable("Preemption is not helpful for scheduling"), count: nodeCount - resolvable.length },
  ];
  const rejected = outcomes.filter(({ count }) => count > 0);
  return fitErrorText({ nodeCount, preFilterMessage: "", rejected, postFilterMessage: "" });
};

/** The messages of the plugins, in their order, up to the first that ends the matter. */
export const postFilterText = (
  plugins: readonly string[],
  pod: PodView,
  leftovers: Leftovers,
  cluster: ClusterView,
): string => {
  const messages: string[] = [];
  for (const plugin of plugins) {
    if (plugin === "DynamicResources") {
      if (leftovers.isCutShort) return "not found";
      messages.push("no new claims to deallocate");
    }
    if (plugin === "DefaultPreemption") {
      const text = preemptionText(pod, leftovers, cluster);
      if (text !== null) messages.push(`preemption: ${text}`);
    }
  }
  return messages.join(", ");
};
