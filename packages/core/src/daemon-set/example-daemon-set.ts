// The smallest DaemonSet, for the examples that event definitions carry.
import type { DaemonSet } from "../api/daemon-set.js";
import { EXAMPLE_TEMPLATE } from "../pod/example-template.js";

export const EXAMPLE_DAEMON_SET: DaemonSet = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent", namespace: "default", labels: {}, annotations: {} },
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: EXAMPLE_TEMPLATE,
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    minReadySeconds: 0,
    revisionHistoryLimit: 10,
  },
};
