// Every plugin's own word on single nodes, where a try stops at the first that says no.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { NodeWindow } from "../framework/node-window.js";
import type { PodView } from "../framework/pod-view.js";
import { runPreFilters } from "../framework/pre-filter.js";
import type { Profile } from "../framework/profile.js";
import type { Verdict } from "../framework/verdict.js";

export interface PluginVerdict {
  readonly plugin: string;
  /** Null = the node passes. */
  readonly verdict: Verdict | null;
}

/** In the order of the filters; empty where no node had to be looked at. */
export const verdictsOn = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  node: NodeIx,
): readonly PluginVerdict[] => {
  const prepared = runPreFilters(pod, cluster, profile);
  if (prepared.kind === "refused") return [];
  const window = new NodeWindow();
  return prepared.filters.map(({ plugin, filter }) => {
    window.clear(cluster.nodes.nextIx);
    window.load([node], 0, 1);
    filter.narrow(window);
    return { plugin, verdict: window.size === 1 ? null : filter.verdictOf(window.rejectionOf(node)) };
  });
};
