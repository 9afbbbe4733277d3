// sim_pending_pod_seconds: how long pods were Pending, all together.
import { SECOND } from "@podsim/core/time";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simPendingPodSeconds: MetricDefinition = {
  name: "sim_pending_pod_seconds",
  kind: "counter",
  unit: "pod-seconds",
  better: "low",
  labels: {},
  doc: "The time for which pods were Pending, from creation until they run, finish, are asked to go or the run ends.",
  measure: (into) => {
    const series = into.of({});
    const since = new Map<number, number>();
    return {
      entities: ["pod"],
      observe: (fact, world) => {
        if (fact.definition.type === "PodCreated") return void since.set(fact.subject, fact.at);
        const from = since.get(fact.subject);
        if (from === undefined) return;
        const pod = world.pods.at(fact.subject);
        if (pod?.status.phase === "Pending" && pod.deletion === null) return;
        since.delete(fact.subject);
        series.add(fact.at, (fact.at - from) / SECOND);
      },
      finish: (endUs) => {
        let seconds = 0;
        for (const from of since.values()) seconds += (endUs - from) / SECOND;
        series.add(endUs, seconds);
      },
    };
  },
};
