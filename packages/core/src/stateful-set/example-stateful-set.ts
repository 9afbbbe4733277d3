// The smallest StatefulSet, for the examples that event definitions carry.
import type { StatefulSet } from "../api/stateful-set.js";
import { EXAMPLE_TEMPLATE } from "../pod/example-template.js";

export const EXAMPLE_STATEFUL_SET: StatefulSet = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: "web" } },
    template: EXAMPLE_TEMPLATE,
    serviceName: "web",
    podManagementPolicy: "OrderedReady",
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
    revisionHistoryLimit: 10,
    minReadySeconds: 0,
    volumeClaimTemplates: [],
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
  },
};
