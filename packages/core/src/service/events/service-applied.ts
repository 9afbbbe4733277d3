// A Service was created or its object replaced.
import type { Service } from "../../api/service.js";
import type { EventDefinition } from "../../event.js";
import type { ServiceIx } from "../../ids.js";
import type { ServiceState } from "../service-state.js";

export interface ServiceApplied {
  readonly serviceIx: number;
  readonly object: Service;
}

export const serviceApplied: EventDefinition<"ServiceApplied", ServiceApplied, ServiceState | undefined> = {
  type: "ServiceApplied",
  entity: "service",
  revision: 1,
  fields: { serviceIx: "int", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.serviceIx as ServiceIx,
    object: d.object,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
  }),
  example: {
    serviceIx: 0,
    object: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
      spec: {
        type: "ClusterIP",
        selector: { app: "web" },
        ports: [{ port: 80, targetPort: 80, protocol: "TCP" }],
        publishNotReadyAddresses: false,
      },
    },
  },
};
