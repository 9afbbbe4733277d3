// kube_pod_container_status_restarts_total: how often containers were started anew.
import { containerAt, isInitIx, specOf } from "@podsim/core";
import type { ContainerCreated } from "@podsim/core";
import type { MetricDefinition } from "../run/measure/metric.js";

export const kubePodContainerStatusRestartsTotal: MetricDefinition = {
  name: "kube_pod_container_status_restarts_total",
  kind: "counter",
  unit: "restarts",
  better: "low",
  labels: { namespace: "namespace", pod: "anything", container: "anything" },
  doc: "Restarts of each container of each pod, as kube-state-metrics counts them; init containers do not count.",
  whenAbsent: 0,
  measure: (into) => ({
    entities: ["pod"],
    types: ["PodCreated", "ContainerCreated"],
    observe: (fact, world) => {
      const pod = world.pods.at(fact.subject);
      if (pod === undefined) return;
      const { namespace, name } = pod.identity;
      const spec = specOf(pod);
      if (fact.definition.type === "PodCreated") {
        for (const { name: container } of spec.containers) into.of({ namespace, pod: name, container });
        return;
      }
      const { container, attempt } = fact.data as ContainerCreated;
      if (attempt === 0 || isInitIx(spec, container)) return;
      into.of({ namespace, pod: name, container: containerAt(spec, container).name }).add(fact.at, 1);
    },
  }),
};
