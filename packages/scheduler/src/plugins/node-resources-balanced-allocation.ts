// Prefers nodes whose resources would be used in equal shares.
import { defaulted, int32, listOf, struct, text } from "@podsim/core";
import { CPU_AND_MEMORY, MAX_SCORE, plainDemands, pluginArgs } from "../framework/plugin.js";
import type { CountedResource, SchedulerPlugin } from "../framework/plugin.js";

export interface NodeResourcesBalancedAllocationArgs {
  /** Their weights are all 1 and play no role. */
  readonly resources: readonly CountedResource[];
}

/** How far apart the first `count` shares lie: half the distance of two, else their standard deviation. */
const deviation = (shares: Float64Array, count: number): number => {
  if (count < 2) return 0;
  const first = shares[0] ?? 0;
  if (count === 2) return Math.abs((first - (shares[1] ?? 0)) / 2);
  let total = 0;
  for (let i = 0; i < count; i++) total += shares[i] ?? 0;
  const mean = total / count;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const distance = (shares[i] ?? 0) - mean;
    squares += distance * distance;
  }
  return Math.sqrt(squares / count);
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
  build: ({ resources }) => {
    const shares = new Float64Array(resources.length);
    return {
      score: ({ requests }, { nodes }, candidates, scores) => {
        const demands = plainDemands(nodes, requests, resources);
        if (demands.every(({ amount }) => amount === 0)) return "skipped";
        for (let k = 0; k < candidates.size; k++) {
          const node = candidates.at(k);
          let count = 0;
          for (const { column, amount } of demands) {
            const capacity = column.allocatable(node);
            if (capacity === 0) continue;
            shares[count++] = Math.min(1, (column.requested(node) + amount) / capacity);
          }
          // Cut off, not rounded: 28.999999999999996 is 28.
          scores[k] = Math.trunc((1 - deviation(shares, count)) * MAX_SCORE);
        }
        return "scored";
      },
      wakesOn: [],
    };
  },
};
