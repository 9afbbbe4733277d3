// sim_available_replicas: how many replicas of each Deployment are available.
import { trackDeployments } from "../run/measure/availability.js";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simAvailableReplicas: MetricDefinition = {
  name: "sim_available_replicas",
  kind: "gauge",
  unit: "replicas",
  better: "high",
  labels: { namespace: "namespace", deployment: "deployment" },
  doc:
    "status.availableReplicas of each Deployment, as its controller reports it. Measured from the moment all replicas " +
    "were first available, or from 5m after its creation if they never were by then.",
  measure: (into) => trackDeployments(into, ({ status }) => status.availableReplicas),
};
