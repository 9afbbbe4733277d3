// sim_allocated_at_demand_ratio: how much was placed by the time so and so much had been asked for.
import { podRequests, specOf } from "@podsim/core";
import { Allocation, amountsOf } from "../run/measure/allocation.js";
import type { MetricDefinition } from "../run/measure/metric.js";

/** Per cent of what the nodes can allocate. */
const LEVELS = Array.from({ length: 20 }, (_, k) => 10 * (k + 1));

export const simAllocatedAtDemandRatio: MetricDefinition = {
  name: "sim_allocated_at_demand_ratio",
  kind: "distribution",
  unit: "ratio",
  better: "high",
  labels: { resource: { usual: ["cpu", "memory", "ephemeral-storage"] }, demand: LEVELS.map(String) },
  doc:
    "One sample per resource and level: the share that was allocated once all pods created so far, bound or not, had " +
    'asked for demand="100" (10, 20 … 200) per cent of what the nodes can allocate, the pod that reached it tried.',
  measure: (into) => {
    const allocation = new Allocation();
    const asked = new Map<string, number>();
    /** Resource -> levels that have been reached. */
    const reached = new Map<string, number>();
    const settle = (at: number): void => {
      for (const [resource, amount] of asked) {
        const { used, allocatable } = allocation.total(resource);
        if (allocatable === 0) continue;
        for (let k = reached.get(resource) ?? 0; k < LEVELS.length; k += 1) {
          const level = LEVELS[k] ?? 0;
          if (100 * amount < level * allocatable) break;
          into.of({ resource, demand: String(level) }).add(at, used / allocatable);
          reached.set(resource, k + 1);
        }
      }
    };
    return {
      entities: ["pod", "node"],
      observe: (fact, world) => {
        const isNew = fact.definition.type === "PodCreated";
        // The pod before this one has been tried by now.
        if (isNew) settle(fact.at);
        allocation.see(fact, world);
        const pod = isNew ? world.pods.at(fact.subject) : undefined;
        if (pod === undefined) return;
        for (const [name, amount] of amountsOf(podRequests(specOf(pod)))) {
          if (amount !== 0) asked.set(name, (asked.get(name) ?? 0) + amount);
        }
      },
      finish: (endUs) => settle(endUs),
    };
  },
};
