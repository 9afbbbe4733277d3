// sim_node_hours_total: how long nodes were there, all together.
import { HOUR } from "@podsim/core/time";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simNodeHoursTotal: MetricDefinition = {
  name: "sim_node_hours_total",
  kind: "counter",
  unit: "hours",
  better: "low",
  labels: {},
  doc: "The time for which Node objects were there, Ready or not, from NodeAdded to NodeRemoved or the end of the run.",
  measure: (into) => {
    const series = into.of({});
    const since = new Map<number, number>();
    return {
      entities: ["node"],
      types: ["NodeAdded", "NodeRemoved"],
      observe: (fact) => {
        if (fact.definition.type === "NodeAdded") return void since.set(fact.subject, fact.at);
        const from = since.get(fact.subject);
        if (from !== undefined) series.add(fact.at, (fact.at - from) / HOUR);
        since.delete(fact.subject);
      },
      finish: (endUs) => {
        let hours = 0;
        for (const from of since.values()) hours += (endUs - from) / HOUR;
        series.add(endUs, hours);
      },
    };
  },
};
