// sim_cost_total: what the nodes cost, by the price on their label.
import type { Envelope, Labels, NodeAdded, NodeRelabelled } from "@podsim/core";
import { HOUR } from "@podsim/core/time";
import type { MetricDefinition } from "../run/measure/metric.js";
import { PRICE_LABEL } from "../scenario/price-label.js";

interface Priced {
  readonly fromUs: number;
  readonly perHour: number;
}

/** The labels a node has after the fact; none where it is gone. */
const labelsAfter = ({ definition, data }: Envelope): Labels => {
  if (definition.type === "NodeAdded") return (data as NodeAdded).object.metadata.labels;
  return definition.type === "NodeRelabelled" ? (data as NodeRelabelled).labels : {};
};

export const simCostTotal: MetricDefinition = {
  name: "sim_cost_total",
  kind: "counter",
  unit: "money",
  better: "low",
  labels: {},
  doc: `The hours of every node times its label ${PRICE_LABEL}; nodes without it cost nothing.`,
  measure: (into) => {
    const series = into.of({});
    const priced = new Map<number, Priced>();
    const costOf = ({ fromUs, perHour }: Priced, at: number): number => ((at - fromUs) / HOUR) * perHour;
    return {
      entities: ["node"],
      types: ["NodeAdded", "NodeRelabelled", "NodeRemoved"],
      observe: (fact) => {
        const node = priced.get(fact.subject);
        if (node !== undefined) series.add(fact.at, costOf(node, fact.at));
        priced.delete(fact.subject);
        const perHour = Number(labelsAfter(fact)[PRICE_LABEL] ?? 0);
        if (perHour > 0) priced.set(fact.subject, { fromUs: fact.at, perHour });
      },
      finish: (endUs) => {
        let cost = 0;
        for (const node of priced.values()) cost += costOf(node, endUs);
        series.add(endUs, cost);
      },
    };
  },
};
