// A CSINode was created or its object replaced.
import type { CSINode } from "../../api/csi-node.js";
import type { EventDefinition } from "../../event.js";
import type { CsiNodeIx } from "../../ids.js";
import type { CsiNodeState } from "../storage-class-state.js";

export interface CsiNodeApplied {
  readonly csiNodeIx: number;
  readonly object: CSINode;
}

export const csiNodeApplied: EventDefinition<"CsiNodeApplied", CsiNodeApplied, CsiNodeState | undefined> = {
  type: "CsiNodeApplied",
  entity: "csi-node",
  revision: 1,
  fields: { csiNodeIx: "int", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.csiNodeIx as CsiNodeIx,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
    object: d.object,
  }),
  example: {
    csiNodeIx: 0,
    object: {
      apiVersion: "storage.k8s.io/v1",
      kind: "CSINode",
      metadata: { name: "node-1", namespace: "", labels: {}, annotations: {} },
      spec: { drivers: [{ name: "csi.example", topologyKeys: [], allocatable: { count: 25 } }] },
    },
  },
};
