// sim_evictions_total: pods that were made to go.
import type { PodDeletionRequested } from "@podsim/core";
import type { MetricDefinition } from "../run/measure/metric.js";

/** Who evicts, and whether it was planned by somebody. */
const VOLUNTARY: Readonly<Partial<Record<PodDeletionRequested["by"], "true" | "false">>> = {
  "eviction-api": "true",
  "taint-eviction-controller": "false",
  "default-scheduler": "false",
  kubelet: "false",
};

export const simEvictionsTotal: MetricDefinition = {
  name: "sim_evictions_total",
  kind: "counter",
  unit: "evictions",
  better: "low",
  labels: { voluntary: ["true", "false"] },
  doc:
    "Pods asked to go: by the eviction API, as in a drain (voluntary=true), or by taints, preemption and kubelets " +
    "(voluntary=false). Deletions by workload controllers and people do not count.",
  measure: (into) => {
    into.of({ voluntary: "true" });
    into.of({ voluntary: "false" });
    return {
      entities: ["pod"],
      types: ["PodDeletionRequested", "PodFailedByKubelet"],
      observe: (fact, world) => {
        if (fact.definition.type === "PodFailedByKubelet") return into.of({ voluntary: "false" }).add(fact.at, 1);
        const voluntary = VOLUNTARY[(fact.data as PodDeletionRequested).by];
        const isFirst = world.pods.at(fact.subject)?.deletion?.requestedAtUs === fact.at;
        if (voluntary !== undefined && isFirst) into.of({ voluntary }).add(fact.at, 1);
      },
    };
  },
};
