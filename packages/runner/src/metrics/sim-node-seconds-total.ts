// sim_node_seconds_total: how long nodes were there, all together.
import { SECOND } from "@podsim/core/time";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simNodeSecondsTotal: MetricDefinition = {
  name: "sim_node_seconds_total",
  kind: "counter",
  unit: "seconds",
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
        const from = since.get(fact.subject);
        since.delete(fact.subject);
        if (fact.definition.type === "NodeAdded") since.set(fact.subject, fact.at);
        else if (from !== undefined) series.add(fact.at, (fact.at - from) / SECOND);
      },
      finish: (endUs) => {
        let seconds = 0;
        for (const from of since.values()) seconds += (endUs - from) / SECOND;
        series.add(endUs, seconds);
      },
    };
  },
};
