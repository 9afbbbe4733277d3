// sim_nodes_empty: how many nodes have no pods but those every node has.
import { Allocation } from "../run/measure/allocation.js";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simNodesEmpty: MetricDefinition = {
  name: "sim_nodes_empty",
  kind: "gauge",
  unit: "nodes",
  better: "high",
  labels: {},
  doc: "Nodes without a pod that has not finished; pods of DaemonSets do not count.",
  measure: (into) => {
    const series = into.of({});
    const allocation = new Allocation();
    series.set(0, 0);
    return {
      entities: ["pod", "node"],
      observe: (fact, world) => {
        if (allocation.see(fact, world).length === 0) return;
        let count = 0;
        for (const { podCount } of allocation.nodes.values()) if (podCount === 0) count += 1;
        series.set(fact.at, count);
      },
    };
  },
};
