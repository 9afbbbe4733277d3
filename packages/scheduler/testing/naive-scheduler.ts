// The slow, obvious scheduler: what the default profile decides about a pod when every node is looked at, straight from
// the states of nodes and pods. The oracle for the fast one.
import type { PodState } from "@podsim/core";
import type { World } from "../src/cluster/world.js";
import { gatherCluster } from "./naive/naive-cluster.js";
import type { NaiveCluster, NaiveNode } from "./naive/naive-cluster.js";
import { naiveObjection } from "./naive/naive-filters.js";
import type { NaivePromise, NaiveRejection } from "./naive/naive-filters.js";
import { naiveScores } from "./naive/naive-scores.js";
import type { NaiveScores } from "./naive/naive-scores.js";

export interface NaiveDecision {
  /** Names, in the order they were looked at. */
  readonly feasible: readonly string[];
  readonly rejected: ReadonlyMap<string, NaiveRejection>;
  /** By feasible node. */
  readonly scores: readonly NaiveScores[];
  /** The first name of those with the highest total; null = the pod fits nowhere. */
  readonly node: string | null;
  /** Nodes looked at. */
  readonly evaluatedCount: number;
}

/** Which nodes are looked at: from one on, in turn, until one more than `wanted` fits. */
export interface NaiveSearch {
  /** Names. */
  readonly order: readonly string[];
  readonly start: number;
  readonly wanted: number;
}

const nodesIn = ({ nodes }: NaiveCluster, { order, start }: NaiveSearch): readonly NaiveNode[] =>
  [...order.slice(start), ...order.slice(0, start)].flatMap((name) => nodes.find((node) => node.name === name) ?? []);

/**
 * Without a search every node is looked at, in order of creation. Not for pods that name their node by a field
 * (metadata.name): those are about which nodes are looked at.
 */
export const naiveDecision = (
  pod: PodState,
  world: World,
  search?: NaiveSearch,
  promises: readonly NaivePromise[] = [],
): NaiveDecision => {
  const cluster = gatherCluster(world);
  const objectionOf = (node: NaiveNode): NaiveRejection | null =>
    naiveObjection(pod, node, node.pods, cluster, promises);
  const promised = cluster.nodes.find(({ name }) => name === pod.status.nominatedNodeName);
  if (promised !== undefined && objectionOf(promised) === null) {
    const { name } = promised;
    return { feasible: [name], rejected: new Map(), scores: [], node: name, evaluatedCount: 0 };
  }
  const rejected = new Map<string, NaiveRejection>();
  const feasible: NaiveNode[] = [];
  let evaluatedCount = 0;
  for (const node of search === undefined ? cluster.nodes : nodesIn(cluster, search)) {
    const rejection = objectionOf(node);
    if (rejection === null && feasible.length === search?.wanted) break;
    evaluatedCount++;
    if (rejection === null) feasible.push(node);
    else rejected.set(node.name, rejection);
  }
  const scores = naiveScores(pod, feasible, cluster);
  const totals = feasible.map((_, k) => scores.reduce((total, each) => total + each.weight * (each.scores[k] ?? 0), 0));
  const best = feasible.filter((_, k) => totals[k] === Math.max(...totals)).map(({ name }) => name);
  return { feasible: feasible.map(({ name }) => name), rejected, scores, node: best.sort()[0] ?? null, evaluatedCount };
};
