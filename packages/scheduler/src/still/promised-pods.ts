// Who was promised a node, as the statuses of a cluster's pods say.
import { isTerminalPhase } from "@podsim/core";
import { Nominations } from "../framework/nominations.js";
import type { NominatedPods } from "../framework/nominations.js";
import { podViewOf } from "../framework/pod-view.js";
import type { StillCluster } from "./still-cluster.js";

export const promisedPods = ({ world, view }: StillCluster): NominatedPods => {
  const nominations = new Nominations();
  for (const state of world.pods.values()) {
    const { nominatedNodeName, phase } = state.status;
    if (nominatedNodeName === "" || state.binding !== null || isTerminalPhase(phase)) continue;
    const node = world.nodes.ixOf(nominatedNodeName);
    if (node !== undefined) nominations.set(podViewOf(state, view), node);
  }
  return nominations;
};
