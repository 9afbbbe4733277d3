// sim_pending_pods: how many pods are Pending.
import type { MetricDefinition } from "../run/measure/metric.js";
import { tallyPods } from "../run/measure/pod-tally.js";

export const simPendingPods: MetricDefinition = {
  name: "sim_pending_pods",
  kind: "gauge",
  unit: "pods",
  better: "low",
  labels: {},
  doc: "Pods whose phase is Pending and that are not being deleted: waiting for a node, for images or for init containers.",
  measure: (into) => {
    const series = into.of({});
    series.set(0, 0);
    return tallyPods(
      (pod) => (pod.status.phase === "Pending" && pod.deletion === null ? pod.status.phase : null),
      () => series,
    );
  },
};
