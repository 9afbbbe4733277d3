// Prefers nodes whose resources would be used in equal shares.
import { defaulted, int32, listOf, podRequests, struct, text } from "@podsim/core";
import type { NodeIx, PodSpec } from "@podsim/core";
import type { NodesView } from "../cluster/cluster-view.js";
import { ContentMemo, CPU_AND_MEMORY, MAX_SCORE, perCluster, plainDemands, pluginArgs } from "../framework/plugin.js";
import type { CountedResource, Demand, NodeNumber, SchedulerPlugin } from "../framework/plugin.js";

export interface NodeResourcesBalancedAllocationArgs {
  /** Their weights are all 1 and play no role. */
  readonly resources: readonly CountedResource[];
}

/** Half the distance of two shares, else the standard deviation of all. */
const deviation = (shares: readonly number[]): number => {
  let total = 0;
  for (const share of shares) total += share;
  const mean = total / shares.length;
  let squares = 0;
  for (const share of shares) squares += (share - mean) * (share - mean);
  return Math.sqrt(squares / shares.length);
};

const shareOn = ({ column, amount }: Demand, node: NodeIx): number =>
  Math.min(1, (column.requested(node) + amount) / column.allocatable(node));

const balanceOn = (demands: readonly Demand[], node: NodeIx): number => {
  let count = 0;
  let first = 0;
  let second = 0;
  for (const demand of demands) {
    if (demand.column.allocatable(node) === 0) continue;
    first = second;
    second = shareOn(demand, node);
    count++;
  }
  let apart = 0;
  if (count === 2) apart = Math.abs((first - second) / 2);
  else if (count > 2) {
    const had = demands.filter(({ column }) => column.allocatable(node) !== 0);
    apart = deviation(had.map((demand) => shareOn(demand, node)));
  }
  // Cut off, not rounded: 28.999999999999996 is 28.
  return Math.trunc((1 - apart) * MAX_SCORE);
};

/** Kinds of pods, by what they request, that are kept in mind. */
const KEPT_MAX = 4_096;

/** Scores by node for pods of equal requests; null = they request nothing that is counted. */
type Balance = NodeNumber | null;

const memoryOf = (nodes: NodesView, resources: readonly CountedResource[]): ContentMemo<PodSpec, Balance> =>
  new ContentMemo({
    keyOf: (spec) => JSON.stringify(podRequests(spec)),
    compute: (spec) => {
      const demands = plainDemands(nodes, podRequests(spec), resources);
      return demands.every(({ amount }) => amount === 0) ? null : (node) => balanceOn(demands, node);
    },
    keptMax: KEPT_MAX,
  });

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
      isInterned: true,
      score: ({ spec }, cluster) => memory(cluster).of(spec) ?? "skipped",
      wakesOn: [],
    };
  },
};
