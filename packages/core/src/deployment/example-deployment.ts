// The smallest Deployment, for the examples that event definitions carry.
import type { Deployment } from "../api/deployment.js";
import { EXAMPLE_TEMPLATE } from "../pod/example-template.js";

export const EXAMPLE_DEPLOYMENT: Deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: "web" } },
    template: EXAMPLE_TEMPLATE,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
    minReadySeconds: 0,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    paused: false,
  },
};
