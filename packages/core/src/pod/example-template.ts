// The smallest pod template, for the examples that event definitions carry.
import type { PodTemplateSpec } from "../api/pod.js";

export const EXAMPLE_TEMPLATE: PodTemplateSpec = {
  metadata: { labels: { app: "web" }, annotations: {} },
  spec: {
    initContainers: [],
    containers: [
      {
        name: "app",
        image: "registry.example/web:1",
        imagePullPolicy: "IfNotPresent",
        ports: [],
        resources: { requests: { cpu: "100m" }, limits: {} },
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
      },
    ],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    tolerations: [],
    schedulerName: "default-scheduler",
    priority: 0,
    preemptionPolicy: "PreemptLowerPriority",
  },
};
