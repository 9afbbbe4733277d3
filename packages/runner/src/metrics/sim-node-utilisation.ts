// sim_node_utilisation: which share of what the nodes have is asked for by the pods bound to them.
import { Allocation } from "../run/measure/allocation.js";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simNodeUtilisation: MetricDefinition = {
  name: "sim_node_utilisation",
  kind: "gauge",
  unit: "ratio",
  better: "high",
  labels: { resource: { usual: ["cpu", "memory", "ephemeral-storage"] } },
  doc:
    "Requests of bound pods that have not finished, as a share of what all nodes can allocate, for each resource that " +
    "some node has: cpu, memory and extended resources.",
  measure: (into) => {
    const allocation = new Allocation();
    return {
      entities: ["pod", "node"],
      observe: (fact, world) => {
        for (const resource of allocation.see(fact, world)) {
          const { used, allocatable } = allocation.total(resource);
          if (allocatable > 0) into.of({ resource }).set(fact.at, used / allocatable);
        }
      },
    };
  },
};
