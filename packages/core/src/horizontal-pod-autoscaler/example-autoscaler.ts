// The smallest HorizontalPodAutoscaler, for the examples that event definitions carry.
import type { HorizontalPodAutoscaler } from "../api/horizontal-pod-autoscaler.js";

export const EXAMPLE_AUTOSCALER: HorizontalPodAutoscaler = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    minReplicas: 1,
    maxReplicas: 10,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } }],
  },
};
