// One try to place one pod: filter nodes until enough of them fit, score those, take the best.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { CycleState } from "./cycle-state.js";
import { fitErrorText } from "./fit-error.js";
import type { RejectedNodes } from "./fit-error.js";
import type { PodView } from "./pod-view.js";
import { postFilterText } from "./post-filter.js";
import { runPreFilters } from "./pre-filter.js";
import type { NamedFilter, NodesToFilter, Refused } from "./pre-filter.js";
import type { Profile } from "./profile.js";
import { feasibleNodesToFind } from "./sampling.js";
import { MAX_SCORE } from "./score-arithmetic.js";
import type { TieBreak } from "./tie-break.js";
import type { Verdict } from "./verdict.js";

export interface Placed {
  readonly kind: "placed";
  readonly node: NodeIx;
  /** Nodes that fit, of those looked at. */
  readonly feasibleCount: number;
  readonly evaluatedCount: number;
}

export interface NotPlaced {
  readonly kind: "unschedulable";
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

export const NO_NODES = "no nodes available to schedule pods";

/** Stretches are at least this long, so that a search for the last of few fitting nodes does not go node by node. */
const STRETCH_MIN = 64;

/** The nodes to look at, in order: all of the cluster's, or those of them a preFilter named. */
const nodesToVisit = (cluster: ClusterView, { only }: NodesToFilter): readonly NodeIx[] => {
  const order = cluster.nodes.order();
  if (only === null) return order;
  const named = new Set([...only].map((name) => cluster.nodes.ixOf(name)));
  return order.filter((node) => named.has(node));
};

interface Search {
  /** At most as many as were wanted; they are the window's candidates. */
  readonly feasibleCount: number;
  /** Nodes looked at, up to and without the one that was one too many. */
  readonly evaluatedCount: number;
}

/**
 * Looks at nodes from `start` on, in turn, until one more than `wanted` fits or all were seen. Nodes are filtered a
 * stretch at a time; what lies behind the node that ends the search counts as not looked at.
 */
const findFeasible = (
  nodes: readonly NodeIx[],
  start: number,
  wanted: number,
  filters: readonly NamedFilter[],
  { window }: CycleState,
): Search => {
  let found = 0;
  let seen = 0;
  while (seen < nodes.length) {
    const stretch = Math.min(nodes.length - seen, Math.max(STRETCH_MIN, wanted + 1 - found));
    for (let k = 0; k < stretch; k++) window.push(nodes[(start + seen + k) % nodes.length] as NodeIx);
    for (const [i, { filter }] of filters.entries()) {
      if (window.size === 0) break;
      window.useFilter(i);
      filter.narrow(window);
    }
    if (found + window.size > wanted) {
      const oneTooMany = window.at(wanted - found);
      while (nodes[(start + seen) % nodes.length] !== oneTooMany) seen++;
      window.pass();
      window.recall(wanted);
      return { feasibleCount: wanted, evaluatedCount: seen };
    }
    found = window.pass();
    seen += stretch;
  }
  window.recall(found);
  return { feasibleCount: found, evaluatedCount: seen };
};

/** The candidates' weighted scores in state.totals; an error's text if a plugin could not score. */
const scoreCandidates = (pod: PodView, cluster: ClusterView, profile: Profile, state: CycleState): string | null => {
  const { window } = state;
  const count = window.size;
  state.reserve(count);
  const { totals, scores } = state;
  totals.fill(0, 0, count);
  for (const { name, hooks, weight } of profile.score) {
    const outcome = hooks.score?.(pod, cluster, window, scores) ?? "skipped";
    if (outcome === "skipped") continue;
    if (outcome !== "scored") return `running PreScore plugin "${name}": ${outcome.error}`;
    for (let k = 0; k < count; k++) {
      const score = scores[k] ?? -1;
      invariant(score >= 0 && score <= MAX_SCORE, () => `plugin ${name} gave the score ${score}`);
      totals[k] = (totals[k] ?? 0) + weight * score;
    }
  }
  return null;
};

const chooseBest = (pod: PodView, cluster: ClusterView, state: CycleState, { tieBreak }: CycleOptions): NodeIx => {
  const { window, totals, tied } = state;
  let best = -Infinity;
  let tiedCount = 0;
  for (let k = 0; k < window.size; k++) {
    const total = totals[k] ?? 0;
    if (total < best) continue;
    if (total > best) tiedCount = 0;
    best = total;
    tied[tiedCount++] = window.at(k);
  }
  if (tiedCount === 1) return tied[0] as NodeIx;
  return tieBreak.pick(pod, tied, tiedCount, cluster.nodes);
};

interface Rejections {
  readonly groups: readonly RejectedNodes[];
  readonly plugins: ReadonlySet<string>;
  readonly resolvable: readonly NodeIx[];
}

/** What became of nodes that were all rejected. */
const gatherRejections = (
  nodes: readonly NodeIx[],
  filters: readonly NamedFilter[],
  { window }: CycleState,
): Rejections => {
  const groups = new Map<number, { readonly verdict: Verdict; count: number }>();
  const plugins = new Set<string>();
  const resolvable: NodeIx[] = [];
  for (const node of nodes) {
    const by = window.rejectedBy(node);
    const rejection = window.rejectionOf(node);
    const key = by * 2 ** 32 + rejection;
    let group = groups.get(key);
    if (group === undefined) {
      const named = filters[by];
      invariant(named !== undefined, "a node was rejected by a filter of this try");
      group = { verdict: named.filter.verdictOf(rejection), count: 0 };
      groups.set(key, group);
      plugins.add(named.plugin);
    }
    group.count++;
    if (group.verdict.code === "Unschedulable") resolvable.push(node);
  }
  return { groups: [...groups.values()].map(({ verdict, count }) => ({ ...verdict, count })), plugins, resolvable };
};

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

const fitsNowhere = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  { filters, narrowedBy }: NodesToFilter,
  nodes: readonly NodeIx[],
  state: CycleState,
): NotPlaced => {
  const nodeCount = cluster.nodes.size;
  const { groups, plugins, resolvable } = gatherRejections(nodes, filters, state);
  const leftOut: RejectedNodes = {
    code: "UnschedulableAndUnresolvable",
    reasons: narrowedBy.length === 0 ? [] : [`node(s) didn't satisfy plugin(s) [${[...narrowedBy].sort().join(" ")}]`],
    count: nodeCount - nodes.length,
  };
  const rejected = leftOut.count > 0 ? [...groups, leftOut] : groups;
  const leftovers = { nodeCount, resolvable, isCutShort: false };
  const postFilterMessage = postFilterText(profile.postFilter, pod, leftovers, cluster);
  const message = fitErrorText({ nodeCount, preFilterMessage: "", rejected, postFilterMessage });
  return { kind: "unschedulable", message, rejectedBy: new Set([...plugins, ...narrowedBy]) };
};

/** Decides about one pod. Changes nothing but `state`, where the next search begins. */
export const scheduleOne = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  state: CycleState,
  options: CycleOptions,
): Decision => {
  const nodeCount = cluster.nodes.size;
  if (nodeCount === 0) return { kind: "error", message: NO_NODES };
  const prepared = runPreFilters(pod, cluster, profile);
  if (prepared.kind === "refused") return refusedEverywhere(pod, cluster, profile, prepared);
  const nodes = nodesToVisit(cluster, prepared);
  const wanted = profile.score.length === 0 ? 1 : feasibleNodesToFind(profile.percentageOfNodesToScore, nodes.length);
  state.window.clear(cluster.nodes.nextIx);
  const { feasibleCount, evaluatedCount } = findFeasible(nodes, state.nextStart, wanted, prepared.filters, state);
  state.nextStart = (state.nextStart + evaluatedCount) % nodeCount;
  if (feasibleCount === 0) return fitsNowhere(pod, cluster, profile, prepared, nodes, state);
  const { window } = state;
  if (feasibleCount === 1) return { kind: "placed", node: window.at(0), feasibleCount, evaluatedCount };
  const error = scoreCandidates(pod, cluster, profile, state);
  if (error !== null) return { kind: "error", message: error };
  const node = chooseBest(pod, cluster, state, options);
  return { kind: "placed", node, feasibleCount, evaluatedCount };
};
