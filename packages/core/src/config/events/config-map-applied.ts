// A ConfigMap was created or its object replaced.
import type { ConfigMap } from "../../api/config-map.js";
import type { EventDefinition } from "../../event.js";
import type { ConfigMapIx } from "../../ids.js";
import type { ConfigMapState } from "../config-map-state.js";

export interface ConfigMapApplied {
  readonly configMapIx: number;
  readonly object: ConfigMap;
}

export const configMapApplied: EventDefinition<"ConfigMapApplied", ConfigMapApplied, ConfigMapState | undefined> = {
  type: "ConfigMapApplied",
  entity: "config-map",
  revision: 1,
  fields: { configMapIx: "int", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.configMapIx as ConfigMapIx,
    object: d.object,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
  }),
  example: {
    configMapIx: 0,
    object: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "web-config", namespace: "default", labels: {}, annotations: {} },
      data: { "log-level": "info" },
      binaryData: {},
    },
  },
};
