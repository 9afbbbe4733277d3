// StorageClasses and CSINodes, with kubectl's columns.
import { isDefaultClass } from "@podsim/core";
import type { CsiNodeState, StorageClassState } from "@podsim/core";
import { describeCsiNode, describeStorageClass } from "../describe/describe-storage-class.js";
import { plainStorageObject } from "../objects/storage-objects.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

const listedClass = (held: StorageClassState, view: RunView): Listed => {
  const { metadata, provisioner, reclaimPolicy, volumeBindingMode, allowVolumeExpansion } = held.object;
  return {
    namespace: "",
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      `${metadata.name}${isDefaultClass(held.object) ? " (default)" : ""}`,
      provisioner,
      reclaimPolicy,
      volumeBindingMode,
      String(allowVolumeExpansion),
      ageText(held.createdAtUs, view.nowUs),
    ],
    toObject: () => plainStorageObject(held, view.clock),
  };
};

export const storageClasses = tabledKind<StorageClassState>({
  kind: "StorageClass",
  group: "storage.k8s.io",
  plural: "storageclasses",
  singular: "storageclass",
  shortNames: ["sc"],
  namespaced: false,
  inAll: false,
  columns: [
    NAME_COLUMN,
    { name: "PROVISIONER" },
    { name: "RECLAIMPOLICY" },
    { name: "VOLUMEBINDINGMODE" },
    { name: "ALLOWVOLUMEEXPANSION" },
    AGE_COLUMN,
  ],
  entity: "storage-class",
  table: (world) => world.storageClasses,
  listed: listedClass,
  describe: describeStorageClass,
});

const listedCsiNode = (held: CsiNodeState, view: RunView): Listed => {
  const { metadata, spec } = held.object;
  return {
    namespace: "",
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [metadata.name, String(spec.drivers.length), ageText(held.createdAtUs, view.nowUs)],
    toObject: () => plainStorageObject(held, view.clock),
  };
};

export const csiNodes = tabledKind<CsiNodeState>({
  kind: "CSINode",
  group: "storage.k8s.io",
  plural: "csinodes",
  singular: "csinode",
  shortNames: [],
  namespaced: false,
  inAll: false,
  columns: [NAME_COLUMN, { name: "DRIVERS" }, AGE_COLUMN],
  entity: "csi-node",
  table: (world) => world.csiNodes,
  listed: listedCsiNode,
  describe: describeCsiNode,
});
