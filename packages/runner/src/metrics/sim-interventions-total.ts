// sim_interventions_total: what the timeline did, and with it whether and when something it waited for came to be.
import type { InterventionApplied } from "@podsim/core";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simInterventionsTotal: MetricDefinition = {
  name: "sim_interventions_total",
  kind: "counter",
  unit: "interventions",
  better: "neither",
  labels: { name: "intervention" },
  doc: "Entries of the timeline that took place, notes included: of one that waits (when), whether it ever did.",
  whenAbsent: 0,
  measure: (into) => ({
    entities: ["cluster"],
    types: ["InterventionApplied"],
    observe: ({ at, data }) => {
      into.of({ name: (data as InterventionApplied).name }).add(at, 1);
    },
  }),
};
