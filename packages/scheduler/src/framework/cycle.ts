// One try to place one pod: filter nodes until enough of them fit, score those, take the best.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { CycleState } from "./cycle-state.js";
import { findFeasible, gatherRejected, nodesToVisit } from "./filter-nodes.js";
import { fitErrorText } from "./fit-error.js";
import type { RejectedNodes } from "./fit-error.js";
import type { PodView } from "./pod-view.js";
import { postFilterText } from "./post-filter.js";
import { runPreFilters } from "./pre-filter.js";
import type { NodesToFilter, Refused } from "./pre-filter.js";
import type { Profile } from "./profile.js";
import { feasibleNodesToFind } from "./sampling.js";
import { firstTied, gatherBest, scoreCandidates } from "./score-nodes.js";
import type { TieBreak } from "./tie-break.js";
import { unresolvable } from "./verdict.js";

export interface Placed {
  readonly kind: "placed";
  readonly node: NodeIx;
  /** Nodes that fit, of those looked at. */
  readonly feasibleCount: number;
  readonly evaluatedCount: number;
}

export interface NotPlaced {
  readonly kind: "unschedulable";
  /** FitError text. */
  readonly message: string;
  /** Plugins that rejected a node, or the pod: what they wake up for brings the pod back. */
  readonly rejectedBy: ReadonlySet<string>;
}

/** The try could not be made. */
export interface TryFailed {
  readonly kind: "error";
  readonly message: string;
}

export type Decision = Placed | NotPlaced | TryFailed;

export interface CycleOptions {
  readonly tieBreak: TieBreak;
}

const NO_NODES: TryFailed = { kind: "error", message: "no nodes available to schedule pods" };

const refusedEverywhere = (pod: PodView, cluster: ClusterView, profile: Profile, refused: Refused): NotPlaced => {
  const { verdict, rejectedBy } = refused;
  const nodeCount = cluster.nodes.size;
  const isCutShort = verdict.code === "UnschedulableAndUnresolvable";
  const resolvable = isCutShort ? [] : cluster.nodes.order();
  const postFilterMessage = postFilterText(profile.postFilter, pod, { nodeCount, resolvable, isCutShort }, cluster);
  const preFilterMessage = verdict.reasons.join(", ");
  const message = fitErrorText({ nodeCount, preFilterMessage, rejected: [], postFilterMessage });
  return { kind: "unschedulable", message, rejectedBy: new Set(rejectedBy) };
};

/** What is said of the nodes that were not looked at because plugins named others. */
export const leftOutReason = (narrowedBy: readonly string[]): string =>
  `node(s) didn't satisfy plugin(s) [${[...narrowedBy].sort().join(" ")}]`;

const fitsNowhere = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  { filters, narrowedBy }: NodesToFilter,
  nodes: readonly NodeIx[],
  { window }: CycleState,
): NotPlaced => {
  const nodeCount = cluster.nodes.size;
  const rejectedBy = new Set(narrowedBy);
  const rejected: RejectedNodes[] = [];
  const resolvable: NodeIx[] = [];
  for (const group of gatherRejected(nodes, filters, window)) {
    rejectedBy.add(group.plugin);
    rejected.push({ ...group.verdict, count: group.nodes.length });
    if (group.verdict.code === "Unschedulable") resolvable.push(...group.nodes);
  }
  if (nodes.length < nodeCount) {
    rejected.push({ ...unresolvable(leftOutReason(narrowedBy)), count: nodeCount - nodes.length });
  }
  const leftovers = { nodeCount, resolvable, isCutShort: false };
  const postFilterMessage = postFilterText(profile.postFilter, pod, leftovers, cluster);
  const message = fitErrorText({ nodeCount, preFilterMessage: "", rejected, postFilterMessage });
  return { kind: "unschedulable", message, rejectedBy };
};

/** Decides about one pod. Changes nothing but `state`, where the next search begins. */
export const scheduleOne = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  state: CycleState,
  { tieBreak }: CycleOptions,
): Decision => {
  const { nodes } = cluster;
  if (nodes.size === 0) return NO_NODES;
  const prepared = runPreFilters(pod, cluster, profile);
  if (prepared.kind === "refused") return refusedEverywhere(pod, cluster, profile, prepared);
  const visited = nodesToVisit(cluster, prepared);
  const percentage = profile.percentageOfNodesToScore;
  const wanted = profile.score.length === 0 ? 1 : feasibleNodesToFind(percentage, visited.length);
  const { window } = state;
  window.clear(nodes.nextIx);
  const { feasibleCount, evaluatedCount } = findFeasible(visited, state.nextStart, wanted, prepared.filters, window);
  state.nextStart = (state.nextStart + evaluatedCount) % nodes.size;
  if (feasibleCount === 0) return fitsNowhere(pod, cluster, profile, prepared, visited, state);
  if (feasibleCount === 1) return { kind: "placed", node: window.at(0), feasibleCount, evaluatedCount };
  const error = scoreCandidates(pod, cluster, profile, state);
  if (error !== null) return { kind: "error", message: error };
  const tiedCount = gatherBest(state);
  const node = tiedCount === 1 ? firstTied(state) : tieBreak.pick(pod, state.tied, tiedCount, nodes);
  return { kind: "placed", node, feasibleCount, evaluatedCount };
};
