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
  labels: {
    voluntary: ["true", "false"],
    by: ["eviction-api", "taint-eviction-controller", "default-scheduler", "kubelet"],
  },
  doc:
    "Pods asked to go: by the eviction API, as in a drain (voluntary=true), or by taints, preemption and kubelets " +
    "(voluntary=false), told apart by who did it. Deletions by workload controllers and people do not count.",
  measure: (into) => {
    for (const [by, voluntary] of Object.entries(VOLUNTARY)) into.of({ voluntary, by });
    return {
      entities: ["pod"],
      types: ["PodDeletionRequested", "PodFailedByKubelet"],
      observe: (fact, world) => {
        if (fact.definition.type === "PodFailedByKubelet")
          return into.of({ voluntary: "false", by: "kubelet" }).add(fact.at, 1);
        const { by } = fact.data as PodDeletionRequested;
        const voluntary = VOLUNTARY[by];
        const isFirst = world.pods.at(fact.subject)?.deletion?.requestedAtUs === fact.at;
        if (voluntary !== undefined && isFirst) into.of({ voluntary, by }).add(fact.at, 1);
      },
    };
  },
};
