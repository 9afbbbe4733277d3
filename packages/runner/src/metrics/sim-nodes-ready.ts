// sim_nodes_ready: how many nodes are Ready.
import type { NodeIx } from "@podsim/core";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simNodesReady: MetricDefinition = {
  name: "sim_nodes_ready",
  kind: "gauge",
  unit: "nodes",
  better: "high",
  labels: {},
  doc: "Nodes whose Ready condition is True in the API server; one that went silent stays so for 40 to 55 seconds.",
  measure: (into) => {
    const series = into.of({});
    series.set(0, 0);
    const ready = new Set<number>();
    return {
      entities: ["node"],
      observe: (fact, world) => {
        if (world.nodes.at(fact.subject as NodeIx)?.ready === "True") ready.add(fact.subject);
        else ready.delete(fact.subject);
        series.set(fact.at, ready.size);
      },
    };
  },
};
