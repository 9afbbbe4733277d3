// sim_fragmentation_ratio: which share of what is left over lies where a pod like those that run cannot use it.
import { podRequests, specOf } from "@podsim/core";
import { Allocation, amountsOf } from "../run/measure/allocation.js";
import type { Amounts, NodeAllocation } from "../run/measure/allocation.js";
import type { MetricDefinition } from "../run/measure/metric.js";

/** What a pod asks for on average, over all that were bound so far. */
class AveragePod {
  readonly #sums = new Map<string, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(requests: Amounts): void {
    this.#count += 1;
    for (const [name, amount] of requests) this.#sums.set(name, (this.#sums.get(name) ?? 0) + amount);
  }

  fits({ allocatable, used }: NodeAllocation): boolean {
    for (const [name, sum] of this.#sums) {
      if ((allocatable.get(name) ?? 0) - (used.get(name) ?? 0) < sum / this.#count) return false;
    }
    return true;
  }
}

const ratioOf = (resource: string, nodes: Iterable<NodeAllocation>, average: AveragePod): number => {
  let left = 0;
  let stranded = 0;
  for (const node of nodes) {
    const free = (node.allocatable.get(resource) ?? 0) - (node.used.get(resource) ?? 0);
    left += free;
    if (!average.fits(node)) stranded += free;
  }
  return left === 0 ? 0 : stranded / left;
};

export const simFragmentationRatio: MetricDefinition = {
  name: "sim_fragmentation_ratio",
  kind: "gauge",
  unit: "ratio",
  better: "low",
  labels: { resource: { usual: ["cpu", "memory", "ephemeral-storage"] } },
  doc:
    "Of what no pod has asked for, the share that lies on nodes where the average pod bound so far does not fit, because " +
    "they lack this or another resource; 0 where nothing is left.",
  measure: (into) => {
    const allocation = new Allocation();
    const average = new AveragePod();
    return {
      entities: ["pod", "node"],
      observe: (fact, world) => {
        const names = allocation.see(fact, world);
        if (names.length === 0) return;
        const pod = fact.definition.type === "PodBound" ? world.pods.at(fact.subject) : undefined;
        if (pod !== undefined) average.add(amountsOf(podRequests(specOf(pod))));
        if (average.count === 0) return;
        for (const resource of names) {
          if (allocation.total(resource).allocatable === 0) continue;
          into.of({ resource }).set(fact.at, ratioOf(resource, allocation.nodes.values(), average));
        }
      },
    };
  },
};
