// A StorageClass was created or its object replaced.
import type { StorageClass } from "../../api/storage-class.js";
import type { EventDefinition } from "../../event.js";
import type { StorageClassIx } from "../../ids.js";
import type { StorageClassState } from "../storage-class-state.js";

export interface StorageClassApplied {
  readonly storageClassIx: number;
  readonly object: StorageClass;
}

export const storageClassApplied: EventDefinition<
  "StorageClassApplied",
  StorageClassApplied,
  StorageClassState | undefined
> = {
  type: "StorageClassApplied",
  entity: "storage-class",
  revision: 1,
  fields: { storageClassIx: "int", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.storageClassIx as StorageClassIx,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
    object: d.object,
  }),
  example: {
    storageClassIx: 0,
    object: {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "fast", namespace: "", labels: {}, annotations: {} },
      provisioner: "csi.example",
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: false,
      allowedTopologies: [],
    },
  },
};
