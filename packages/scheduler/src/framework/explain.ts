// Why a pod goes where it goes: every node looked at, every plugin's word kept.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { CycleState } from "./cycle-state.js";
import { leftOutReason, scheduleOne } from "./cycle.js";
import type { CycleOptions, Decision } from "./cycle.js";
import { findFeasible, gatherRejected, nodesToVisit } from "./filter-nodes.js";
import type { Rejected } from "./filter-nodes.js";
import { respectNominated } from "./nominated-node.js";
import { NOBODY_NOMINATED } from "./nominations.js";
import type { NominatedPods } from "./nominations.js";
import type { PodView } from "./pod-view.js";
import { runPreFilters } from "./pre-filter.js";
import type { NodesToFilter } from "./pre-filter.js";
import type { Profile } from "./profile.js";
import { gatherBest, scoreCandidates } from "./score-nodes.js";
import { unresolvable } from "./verdict.js";

export interface PluginScores {
  readonly plugin: string;
  readonly weight: number;
  /** Per feasible node, in the same order: 0..100, not yet multiplied by the weight. */
  readonly scores: readonly number[];
}

export interface Explanation {
  /** What a try that looks at every node comes to. */
  readonly decision: Decision;
  /** In the order in which they were looked at. */
  readonly feasible: readonly NodeIx[];
  readonly rejected: readonly Rejected[];
  /** The pod was rejected before any node was looked at: what is said of one is said of all. */
  readonly isRefused: boolean;
  readonly scores: readonly PluginScores[];
  /** Feasible nodes with the highest total. */
  readonly ties: readonly NodeIx[];
  /** Who was promised a node, as the decision had it. */
  readonly nominated: NominatedPods;
}

const leftOut = (
  cluster: ClusterView,
  visited: readonly NodeIx[],
  { narrowedBy }: NodesToFilter,
): readonly Rejected[] => {
  if (visited.length === cluster.nodes.size) return [];
  const seen = new Set(visited);
  const nodes = cluster.nodes.order().filter((node) => !seen.has(node));
  return [{ plugin: [...narrowedBy].sort().join(" "), verdict: unresolvable(leftOutReason(narrowedBy)), nodes }];
};

const scoresOf = (pod: PodView, cluster: ClusterView, profile: Profile, state: CycleState): readonly PluginScores[] => {
  const all: PluginScores[] = [];
  const count = state.window.size;
  scoreCandidates(pod, cluster, profile, state, (plugin, weight, scores) => {
    all.push({ plugin, weight, scores: [...scores.subarray(0, count)] });
  });
  return all;
};

/** Nodes that were promised are asked about on their own: what is said of them as of others is told together. */
const merged = (rejected: readonly Rejected[]): readonly Rejected[] => {
  const groups = new Map<string, Rejected>();
  for (const { plugin, verdict, nodes } of rejected) {
    const key = JSON.stringify([plugin, verdict.code, verdict.reasons]);
    const known = groups.get(key);
    groups.set(key, { plugin, verdict, nodes: known === undefined ? nodes : [...known.nodes, ...nodes] });
  }
  return [...groups.values()];
};

/** Looks at every node, whatever share of them the profile is content with. */
export const explainOne = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  options: CycleOptions,
): Explanation => {
  const thorough: Profile = { ...profile, percentageOfNodesToScore: 100 };
  const decision = scheduleOne(pod, cluster, thorough, new CycleState(), options);
  const { nodes } = cluster;
  const { nominated = NOBODY_NOMINATED } = options;
  const plain = runPreFilters(pod, cluster, thorough);
  if (plain.kind === "refused") {
    const rejected = [{ plugin: plain.rejectedBy.join(" "), verdict: plain.verdict, nodes: nodes.order() }];
    return { decision, feasible: [], rejected, isRefused: true, scores: [], ties: [], nominated };
  }
  const prepared = respectNominated(pod, cluster, thorough, plain, nominated);
  const visited = nodesToVisit(cluster, prepared);
  const state = new CycleState();
  state.window.clear(nodes.nextIx);
  const { feasibleCount } = findFeasible(visited, 0, visited.length, prepared.filters, state.window);
  const feasible = Array.from({ length: feasibleCount }, (_, k) => state.window.at(k));
  const isFeasible = new Set(feasible);
  const rejected = [
    ...gatherRejected(
      visited.filter((node) => !isFeasible.has(node)),
      prepared.filters,
      state.window,
    ),
    ...leftOut(cluster, visited, prepared),
  ];
  const scores = scoresOf(pod, cluster, thorough, state);
  const told = prepared.guests === null ? rejected : merged(rejected);
  const tiedCount = gatherBest(state);
  const ties = [...state.tied.subarray(0, tiedCount)].map((node) => node as NodeIx);
  return { decision, feasible, rejected: told, isRefused: false, scores, ties, nominated };
};
