// scheduler_pod_scheduling_sli_duration_seconds: from the first try to place a pod to its binding.
import type { PodBound } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { MetricDefinition } from "../run/measure/metric.js";

export const schedulerPodSchedulingSliDurationSeconds: MetricDefinition = {
  name: "scheduler_pod_scheduling_sli_duration_seconds",
  kind: "distribution",
  unit: "seconds",
  better: "low",
  labels: {},
  doc:
    "One sample per pod that the scheduler bound: from its first try to its binding, however many tries that took, as " +
    "kube-scheduler counts it. Pods that still wait give none.",
  measure: (into) => {
    const series = into.of({});
    const firstTryUs = new Map<number, number>();
    return {
      entities: ["pod"],
      types: ["PodSchedulingFailed", "PodBound", "PodRemoved"],
      observe: (fact) => {
        const first = firstTryUs.get(fact.subject);
        if (fact.definition.type === "PodSchedulingFailed") {
          if (first === undefined) firstTryUs.set(fact.subject, fact.at);
          return;
        }
        firstTryUs.delete(fact.subject);
        if (fact.definition.type !== "PodBound" || (fact.data as PodBound).by !== "scheduler") return;
        series.add(fact.at, (fact.at - (first ?? fact.at)) / SECOND);
      },
    };
  },
};
