// One try to place one pod: filter nodes until enough of them fit, score those, take the best.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { CycleState } from "./cycle-state.js";
import { findFeasible, gatherRejected, nodesToVisit } from "./filter-nodes.js";
import type { Rejections } from "./filter-nodes.js";
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
  /** How many nodes that fit are enough, of how many; absent = feasibleNodesToFind. */
  readonly enough?: (percentage: number, nodeCount: number) => number;
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
  rejections: Rejections,
): NotPlaced => {
  const nodeCount = cluster.nodes.size;
  const rejectedBy = new Set(narrowedBy);
  const rejected: RejectedNodes[] = [];
  const resolvable: NodeIx[] = [];
  for (const group of gatherRejected(nodes, filters, rejections)) {
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

/** What a try has to go by besides the pod. */
interface Try {
  readonly cluster: ClusterView;
  readonly profile: Profile;
  readonly state: CycleState;
  readonly options: CycleOptions;
  readonly prepared: NodesToFilter;
}

/** Nodes that fit are enough when there are so many. */
const enoughOf = (nodeCount: number, { profile, options }: Try): number => {
  if (profile.score.length === 0) return 1;
  return (options.enough ?? feasibleNodesToFind)(profile.percentageOfNodesToScore, nodeCount);
};

const pick = (pod: PodView, tiedCount: number, { cluster, state, options }: Try): NodeIx =>
  tiedCount === 1 ? firstTied(state) : options.tieBreak.pick(pod, state.tied, tiedCount, cluster.nodes);

/** From what earlier tries found out; null = there is nothing to go by. */
const decideFromMemory = (pod: PodView, given: Try): Decision | null => {
  const { cluster, profile, state, prepared } = given;
  const { size } = cluster.nodes;
  const memory = state.memoryOf(profile, cluster);
  const start = state.nextStart % size;
  const found = prepared.only === null ? memory.find(pod, prepared.filters, start, enoughOf(size, given)) : null;
  if (found === null) return null;
  state.keptCount++;
  const { found: feasibleCount, seen: evaluatedCount } = found.stretch;
  state.nextStart = (state.nextStart + evaluatedCount) % size;
  if (feasibleCount === 0) {
    const rejections = memory.rejections(found, prepared.filters);
    return fitsNowhere(pod, cluster, profile, prepared, found.order.nodes, rejections);
  }
  state.reserve(size);
  if (feasibleCount === 1) {
    memory.theOnly(found, state.tied);
    return { kind: "placed", node: firstTied(state), feasibleCount, evaluatedCount };
  }
  const best = memory.best(pod, found, state.tied);
  if (typeof best === "string") return { kind: "error", message: best };
  return { kind: "placed", node: pick(pod, best, given), feasibleCount, evaluatedCount };
};

/** By looking at one node after the other. */
const decideAfresh = (pod: PodView, given: Try): Decision => {
  const { cluster, profile, state, prepared } = given;
  const { nodes } = cluster;
  const { window } = state;
  const visited = nodesToVisit(cluster, prepared);
  const wanted = enoughOf(visited.length, given);
  window.clear(nodes.nextIx);
  const { feasibleCount, evaluatedCount } = findFeasible(visited, state.nextStart, wanted, prepared.filters, window);
  state.nextStart = (state.nextStart + evaluatedCount) % nodes.size;
  if (feasibleCount === 0) return fitsNowhere(pod, cluster, profile, prepared, visited, window);
  if (feasibleCount === 1) return { kind: "placed", node: window.at(0), feasibleCount, evaluatedCount };
  const error = scoreCandidates(pod, cluster, profile, state);
  if (error !== null) return { kind: "error", message: error };
  return { kind: "placed", node: pick(pod, gatherBest(state), given), feasibleCount, evaluatedCount };
};

/** Decides about one pod. Changes nothing but `state`. */
export const scheduleOne = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  state: CycleState,
  options: CycleOptions,
): Decision => {
  state.tryCount++;
  if (cluster.nodes.size === 0) return NO_NODES;
  const prepared = runPreFilters(pod, cluster, profile);
  if (prepared.kind === "refused") return refusedEverywhere(pod, cluster, profile, prepared);
  const given: Try = { cluster, profile, state, options, prepared };
  return decideFromMemory(pod, given) ?? decideAfresh(pod, given);
};
