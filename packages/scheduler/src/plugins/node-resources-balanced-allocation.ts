// Prefers nodes whose resources would be used in equal shares.
import { defaulted, int32, listOf, podRequests, struct, text } from "@podsim/core";
import type { NodeIx, PodSpec } from "@podsim/core";
import type { NodesView } from "../cluster/cluster-view.js";
import {
  ContentMemo,
  CPU_AND_MEMORY,
  keptWhileUnchanged,
  MAX_SCORE,
  notKept,
  perCluster,
  plainDemands,
  pluginArgs,
} from "../framework/plugin.js";
import type { CountedResource, Demand, NodeNumber, NodeNumbers, SchedulerPlugin } from "../framework/plugin.js";

export interface NodeResourcesBalancedAllocationArgs {
  /** Their weights are all 1 and play no role. */
  readonly resources: readonly CountedResource[];
}

/** How far apart shares lie: half the distance of two, else their standard deviation. */
const deviation = (shares: readonly number[]): number => {
  const [first, second] = shares;
  if (first === undefined || second === undefined) return 0;
  if (shares.length === 2) return Math.abs((first - second) / 2);
  let total = 0;
  for (const share of shares) total += share;
  const mean = total / shares.length;
  let squares = 0;
  for (const share of shares) squares += (share - mean) * (share - mean);
  return Math.sqrt(squares / shares.length);
};

const balanceOn = (demands: readonly Demand[], node: NodeIx): number => {
  const shares: number[] = [];
  for (const { column, amount } of demands) {
    const capacity = column.allocatable(node);
    if (capacity !== 0) shares.push(Math.min(1, (column.requested(node) + amount) / capacity));
  }
  // Cut off, not rounded: 28.999999999999996 is 28.
  return Math.trunc((1 - deviation(shares)) * MAX_SCORE);
};

/** Kinds of pods, by what they request, whose results are kept for every node. */
const KEPT_MAX = 128;

/** Scores by node for pods of equal requests; null = they request nothing that is counted. */
type Balance = NodeNumbers | null;

const memoryOf = (nodes: NodesView, resources: readonly CountedResource[]): ContentMemo<PodSpec, Balance> => {
  const balanceOf = (spec: PodSpec, keeping: (compute: NodeNumber) => NodeNumbers): Balance => {
    const demands = plainDemands(nodes, podRequests(spec), resources);
    return demands.every(({ amount }) => amount === 0) ? null : keeping((node) => balanceOn(demands, node));
  };
  return new ContentMemo({
    keyOf: (spec) => JSON.stringify(podRequests(spec)),
    compute: (spec) => balanceOf(spec, notKept),
    keep: (spec) => balanceOf(spec, (compute) => keptWhileUnchanged(nodes, compute)),
    keptMax: KEPT_MAX,
  });
};

export const nodeResourcesBalancedAllocation: SchedulerPlugin<NodeResourcesBalancedAllocationArgs> = {
  name: "NodeResourcesBalancedAllocation",
  points: ["preScore", "score"],
  config: pluginArgs<NodeResourcesBalancedAllocationArgs>("NodeResourcesBalancedAllocationArgs", {
    resources: defaulted(
      listOf(struct<CountedResource>("ResourceSpec", { name: defaulted(text, ""), weight: defaulted(int32, 1) })),
      CPU_AND_MEMORY,
    ),
  }),
  defaults: { resources: CPU_AND_MEMORY },
  check: ({ resources }, check, at) => {
    for (const [i, { name, weight }] of resources.entries()) {
      if (weight !== 1)
        check.invalid([...at, "resources", i, "weight"], weight, `resource weight of ${name} must be 1`, {
          fix: "write 1",
        });
    }
  },
  build: ({ resources }) => {
    const memory = perCluster(({ nodes }) => memoryOf(nodes, resources));
    return {
      scoresBy: "node",
      score: ({ spec }, cluster) => memory(cluster).of(spec)?.read() ?? "skipped",
      wakesOn: [],
    };
  },
};
