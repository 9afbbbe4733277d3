// sim_available_ratio: which share of the wanted replicas of each Deployment is available.
import { trackDeployments } from "../run/measure/availability.js";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simAvailableRatio: MetricDefinition = {
  name: "sim_available_ratio",
  kind: "gauge",
  unit: "ratio",
  better: "high",
  labels: { namespace: "namespace", deployment: "deployment" },
  doc:
    "Available replicas of each Deployment as a share of spec.replicas, at most 1; 1 when none are wanted. Measured from " +
    "the moment all replicas were first available, or from 5m after its creation if they never were by then.",
  measure: (into) =>
    trackDeployments(into, ({ object, status }) => {
      const { replicas } = object.spec;
      return replicas === 0 ? 1 : Math.min(1, status.availableReplicas / replicas);
    }),
};
