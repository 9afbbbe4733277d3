// sim_time_to_schedule_seconds: from a pod's creation to its binding.
import type { PodBound } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simTimeToScheduleSeconds: MetricDefinition = {
  name: "sim_time_to_schedule_seconds",
  kind: "distribution",
  unit: "seconds",
  better: "low",
  labels: {},
  doc: "One sample per pod that the scheduler bound: from its creation to its binding. Pods that still wait give none.",
  measure: (into) => {
    const series = into.of({});
    return {
      entities: ["pod"],
      types: ["PodBound"],
      observe: (fact, world) => {
        const pod = world.pods.at(fact.subject);
        if (pod === undefined || (fact.data as PodBound).by !== "scheduler") return;
        series.add(fact.at, (fact.at - pod.identity.createdAtUs) / SECOND);
      },
    };
  },
};
