// One try to place one pod: filter nodes until enough of them fit, score those, take the best.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { CycleState } from "./cycle-state.js";
import { FilterTrial } from "./filter-trial.js";
import { findFeasible, gatherRejected, nodesToVisit } from "./filter-nodes.js";
import type { Rejected, Rejections } from "./filter-nodes.js";
import { fitErrorText, rejectedNodes } from "./fit-error.js";
import type { PodView } from "./pod-view.js";
import { NOBODY_NOMINATED } from "./nominations.js";
import type { NominatedPods } from "./nominations.js";
import { promisedNode, respectNominated } from "./nominated-node.js";
import type { NodesToFilterTwice } from "./nominated-node.js";
import { runPostFilters } from "./post-filter.js";
import type { Nomination } from "./post-filter.js";
import type { Leftovers } from "./rescue.js";
import { runPreFilters } from "./pre-filter.js";
import type { NodesToFilter, Refused } from "./pre-filter.js";
import type { Profile } from "./profile.js";
import { feasibleNodesToFind } from "./sampling.js";
import { firstTied, gatherBest, scoreCandidates } from "./score-nodes.js";
import type { TieBreak } from "./tie-break.js";
import type { Found, TryMemory } from "./try-memory.js";
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
  /** What becomes of the node promised to the pod. */
  readonly nomination: Nomination;
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
  /** Pods that room is being made for; absent = there are none. */
  readonly nominated?: NominatedPods;
  /** Where among `count` nodes the search for victims begins; absent = at the first. */
  readonly offset?: (pod: PodView, count: number) => number;
}

const NO_NODES: TryFailed = { kind: "error", message: "no nodes available to schedule pods" };

/** What a try has to go by besides the pod. */
interface Surroundings {
  readonly cluster: ClusterView;
  readonly profile: Profile;
  readonly options: CycleOptions;
  readonly state: CycleState;
}

const leftoversOf = (
  pod: PodView,
  { cluster, profile, options, state }: Surroundings,
  resolvable: readonly NodeIx[],
  isCutShort: boolean,
): Leftovers => ({
  nodeCount: cluster.nodes.size,
  resolvable,
  isCutShort,
  dryRun: () => new FilterTrial(pod, cluster, profile, options.nominated ?? NOBODY_NOMINATED, state),
  offset: (count) => options.offset?.(pod, count) ?? 0,
  pick: (nodes) => options.tieBreak.pick(pod, nodes, nodes.length, cluster.nodes),
});

const refusedEverywhere = (pod: PodView, around: Surroundings, { verdict, rejectedBy }: Refused): NotPlaced => {
  const { cluster, profile } = around;
  const nodeCount = cluster.nodes.size;
  const isCutShort = verdict.code === "UnschedulableAndUnresolvable";
  const leftovers = leftoversOf(pod, around, isCutShort ? [] : cluster.nodes.order(), isCutShort);
  const { message: postFilterMessage, nomination } = runPostFilters(profile, pod, leftovers, cluster);
  const preFilterMessage = verdict.reasons.join(", ");
  const message = fitErrorText({ nodeCount, preFilterMessage, rejected: [], postFilterMessage });
  return { kind: "unschedulable", message, rejectedBy: new Set(rejectedBy), nomination };
};

/** What is said of the nodes that were not looked at because plugins named others. */
export const leftOutReason = (narrowedBy: readonly string[]): string =>
  `node(s) didn't satisfy plugin(s) [${[...narrowedBy].sort().join(" ")}]`;

const NOWHERE: readonly NodeIx[] = [];

const isResolvable = ({ verdict }: Rejected): boolean => verdict.code === "Unschedulable";

/** Of the nodes, in their order: where pods that go away would help. */
const resolvableOf = (groups: readonly Rejected[], nodes: readonly NodeIx[]): readonly NodeIx[] => {
  if (!groups.some(isResolvable)) return NOWHERE;
  if (groups.every(isResolvable)) return nodes;
  const resolvable = new Set(groups.filter(isResolvable).flatMap((group) => group.nodes));
  return nodes.filter((node) => resolvable.has(node));
};

const fitsNowhere = (
  pod: PodView,
  around: Surroundings,
  { filters, narrowedBy }: NodesToFilter,
  nodes: readonly NodeIx[],
  rejections: Rejections,
): NotPlaced => {
  const { cluster, profile } = around;
  const nodeCount = cluster.nodes.size;
  const rejectedBy = new Set(narrowedBy);
  const groups = gatherRejected(nodes, filters, rejections);
  for (const { plugin } of groups) rejectedBy.add(plugin);
  const rejected = groups.map((group) => rejectedNodes(group.verdict, group.nodes.length));
  if (nodes.length < nodeCount) {
    rejected.push(rejectedNodes(unresolvable(leftOutReason(narrowedBy)), nodeCount - nodes.length));
  }
  const leftovers = leftoversOf(pod, around, resolvableOf(groups, nodes), false);
  const { message: postFilterMessage, nomination } = runPostFilters(profile, pod, leftovers, cluster);
  const message = fitErrorText({ nodeCount, preFilterMessage: "", rejected, postFilterMessage });
  return { kind: "unschedulable", message, rejectedBy, nomination };
};

/** Whether the pod can go to the node that was promised to it; undefined = none was. */
const tryPromised = (
  pod: PodView,
  { cluster, state }: Surroundings,
  { filters }: NodesToFilter,
): { readonly node: NodeIx; readonly fits: boolean } | undefined => {
  const node = promisedNode(pod, cluster);
  if (node === undefined) return undefined;
  const { window } = state;
  window.clear(cluster.nodes.nextIx);
  state.filteredCount++;
  const { feasibleCount } = findFeasible([node], 0, 1, filters, window);
  return { node, fits: feasibleCount === 1 };
};

interface Try extends Surroundings {
  readonly prepared: NodesToFilterTwice;
  /** The node that was promised to the pod and cannot take it; undefined = none was. */
  readonly promised: NodeIx | undefined;
}

/** Nodes that fit are enough when there are so many. */
const enoughOf = (nodeCount: number, { profile, options }: Try): number => {
  if (profile.score.length === 0) return 1;
  return (options.enough ?? feasibleNodesToFind)(profile.percentageOfNodesToScore, nodeCount);
};

const pick = (pod: PodView, tiedCount: number, { cluster, state, options }: Try): NodeIx =>
  tiedCount === 1 ? firstTied(state) : options.tieBreak.pick(pod, state.tied, tiedCount, cluster.nodes);

/** What is made of what the memory found. */
const decideFound = (pod: PodView, given: Try, memory: TryMemory, found: Found): Decision => {
  const { cluster, state, prepared } = given;
  const { size } = cluster.nodes;
  state.keptCount++;
  state.filteredCount += found.stretch.seen;
  const { found: feasibleCount, seen: evaluatedCount } = found.stretch;
  state.nextStart = (state.nextStart + evaluatedCount) % size;
  if (feasibleCount === 0) {
    return fitsNowhere(pod, given, prepared, found.order.nodes, memory.rejections(found, prepared.own));
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

/** From what earlier tries found out; null = there is nothing to go by. */
const decideFromMemory = (pod: PodView, given: Try): Decision | null => {
  const { cluster, profile, state, prepared } = given;
  // Where the search goes on after a promised node that did not do, only a look at every node tells.
  if (prepared.only !== null || given.promised !== undefined) return null;
  const { size } = cluster.nodes;
  if (size < state.memoryNodesMin) return null;
  const memory = state.memoryOf(profile, cluster);
  const found = memory.find(pod, prepared.own, state.nextStart % size, enoughOf(size, given), prepared.guests);
  if (found === null) return null;
  const decision = decideFound(pod, given, memory, found);
  memory.putBack(found);
  return decision;
};

/** By looking at one node after the other. */
const decideAfresh = (pod: PodView, given: Try): Decision => {
  const { cluster, profile, state, prepared, promised } = given;
  const { nodes } = cluster;
  const { window } = state;
  const visited = nodesToVisit(cluster, prepared);
  const wanted = enoughOf(visited.length, given);
  window.clear(nodes.nextIx);
  const start = state.nextStart;
  const { feasibleCount, evaluatedCount } = findFeasible(visited, start, wanted, prepared.filters, window);
  state.filteredCount += evaluatedCount;
  // The promised node was looked at once more than the others, if the search did not come to it.
  const at = promised === undefined ? -1 : visited.indexOf(promised);
  const isExtra = at >= 0 && (at - (start % visited.length) + visited.length) % visited.length >= evaluatedCount;
  state.nextStart = (start + evaluatedCount + Number(isExtra)) % nodes.size;
  if (feasibleCount === 0) return fitsNowhere(pod, given, prepared, visited, window);
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
  state.filteredCount = 0;
  if (cluster.nodes.size === 0) return NO_NODES;
  const around: Surroundings = { cluster, profile, options, state };
  const plain = runPreFilters(pod, cluster, profile);
  if (plain.kind === "refused") return refusedEverywhere(pod, around, plain);
  const prepared = respectNominated(pod, cluster, profile, plain, options.nominated ?? NOBODY_NOMINATED);
  const promised = tryPromised(pod, around, prepared);
  if (promised?.fits === true) {
    return { kind: "placed", node: promised.node, feasibleCount: 1, evaluatedCount: 0 };
  }
  const given: Try = { cluster, profile, options, state, prepared, promised: promised?.node };
  return decideFromMemory(pod, given) ?? decideAfresh(pod, given);
};
