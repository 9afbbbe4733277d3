// sim_evictions_refused_total: what disruption budgets did not allow.
import type { EvictionRefused } from "@podsim/core";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simEvictionsRefusedTotal: MetricDefinition = {
  name: "sim_evictions_refused_total",
  kind: "counter",
  unit: "refusals",
  better: "low",
  labels: { namespace: "namespace", budget: "anything" },
  doc:
    "Evictions that a disruption budget refused, by the budget in the way. A drain asks again every five seconds; that " +
    "counts once for each pod.",
  whenAbsent: 0,
  measure: (into) => ({
    entities: ["cluster"],
    types: ["EvictionRefused"],
    observe: ({ at, data }) => {
      const { namespace, budget } = data as EvictionRefused;
      into.of({ namespace, budget }).add(at, 1);
    },
  }),
};
