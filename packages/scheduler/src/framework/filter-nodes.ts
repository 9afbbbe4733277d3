// The search for nodes that fit: a stretch at a time, in turn, until there are enough to choose from.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { NodeWindow } from "./node-window.js";
import type { NamedFilter, NodesToFilter } from "./pre-filter.js";
import type { Verdict } from "./verdict.js";

/** Stretches are at least this long, so that a search for the last of few fitting nodes does not go node by node. */
const STRETCH_MIN = 64;

/** The nodes to look at, in order: all of the cluster's, or those of them a preFilter named. */
export const nodesToVisit = (cluster: ClusterView, { only }: NodesToFilter): readonly NodeIx[] => {
  const order = cluster.nodes.order();
  if (only === null) return order;
  const named = new Set([...only].map((name) => cluster.nodes.ixOf(name)));
  return order.filter((node) => named.has(node));
};

export interface Search {
  /** At most as many as were wanted; they are the window's candidates. */
  readonly feasibleCount: number;
  /** Nodes looked at, up to and without the one that was one too many. */
  readonly evaluatedCount: number;
}

/**
 * Looks at nodes from `start` on, in turn, until one more than `wanted` fits or all were seen. What lies behind the node
 * that ends the search counts as not looked at.
 */
export const findFeasible = (
  nodes: readonly NodeIx[],
  start: number,
  wanted: number,
  filters: readonly NamedFilter[],
  window: NodeWindow,
): Search => {
  let found = 0;
  let seen = 0;
  while (seen < nodes.length) {
    const stretch = Math.min(nodes.length - seen, Math.max(STRETCH_MIN, wanted + 1 - found));
    window.load(nodes, (start + seen) % nodes.length, stretch);
    for (const { number, filter } of filters) {
      if (window.size === 0) break;
      window.useFilter(number);
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

export interface Rejected {
  readonly plugin: string;
  readonly verdict: Verdict;
  readonly nodes: readonly NodeIx[];
}

/** Of nodes that were rejected: by which filter of the profile, and the number it gave. */
export interface Rejections {
  rejectedBy(node: NodeIx): number;
  rejectionOf(node: NodeIx): number;
}

/** What became of nodes that were all rejected in this search, together where plugin and verdict are the same. */
export const gatherRejected = (
  nodes: readonly NodeIx[],
  filters: readonly NamedFilter[],
  rejections: Rejections,
): readonly Rejected[] => {
  const groups = new Map<number, { readonly plugin: string; readonly verdict: Verdict; readonly nodes: NodeIx[] }>();
  for (const node of nodes) {
    const by = rejections.rejectedBy(node);
    const rejection = rejections.rejectionOf(node);
    const key = by * 2 ** 32 + rejection;
    const group = groups.get(key);
    if (group !== undefined) {
      group.nodes.push(node);
      continue;
    }
    const named = filters.find(({ number }) => number === by);
    invariant(named !== undefined, "a node was rejected by a filter of this search");
    groups.set(key, { plugin: named.plugin, verdict: named.filter.verdictOf(rejection), nodes: [node] });
  }
  return [...groups.values()];
};
