// How many more pods of one kind fit into a cluster, where they go, and what stops the next.
import { invariant } from "@podsim/core";
import type { NodeIx, PodIx } from "@podsim/core";
import { CycleState } from "../framework/cycle-state.js";
import { scheduleOne } from "../framework/cycle.js";
import { explainOne } from "../framework/explain.js";
import type { Explanation } from "../framework/explain.js";
import { podViewOf } from "../framework/pod-view.js";
import type { PodView } from "../framework/pod-view.js";
import type { Profile } from "../framework/profile.js";
import type { TieBreak } from "../framework/tie-break.js";
import { promisedPods } from "./promised-pods.js";
import type { PodParts, StillCluster } from "./still-cluster.js";

export interface Headroom {
  /** The nodes, in the order in which the pods went there. */
  readonly placed: readonly NodeIx[];
  /** Why the next one fits nowhere; null = the limit was reached first. */
  readonly end: { readonly pod: PodView; readonly explanation: Explanation } | null;
}

const viewOf = (cluster: StillCluster, ix: PodIx): PodView => {
  const state = cluster.world.pods.at(ix);
  invariant(state !== undefined, "a pod that was added is there");
  return podViewOf(state, cluster.view);
};

/** Places pods one after the other, and leaves them there; room that was promised to others is theirs. */
export const measureHeadroom = (
  cluster: StillCluster,
  parts: PodParts,
  profile: Profile,
  tieBreak: TieBreak,
  limit: number,
): Headroom => {
  const placed: NodeIx[] = [];
  const state = new CycleState();
  const options = { tieBreak, nominated: promisedPods(cluster) };
  while (placed.length < limit) {
    const pod = viewOf(cluster, cluster.addPod({ ...parts, name: `${parts.name}-${placed.length + 1}` }));
    const decision = scheduleOne(pod, cluster.view, profile, state, options);
    if (decision.kind !== "placed") {
      return { placed, end: { pod, explanation: explainOne(pod, cluster.view, profile, options) } };
    }
    cluster.bind(pod.ix, cluster.world.nodes.at(decision.node)?.name ?? "");
    placed.push(decision.node);
  }
  return { placed, end: null };
};
