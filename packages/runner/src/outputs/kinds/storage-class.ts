// StorageClasses and CSINodes, with kubectl's columns.
import type { CsiNodeState, StorageClassState } from "@podsim/core";
import { plainStorageObject } from "../objects/storage-objects.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

const DEFAULT_MARKS = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];

const listedClass = (held: StorageClassState, view: RunView): Listed => {
  const { metadata, provisioner, reclaimPolicy, volumeBindingMode, allowVolumeExpansion } = held.object;
  const isDefault = DEFAULT_MARKS.some((mark) => metadata.annotations[mark] === "true");
  return {
    namespace: "",
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      `${metadata.name}${isDefault ? " (default)" : ""}`,
      provisioner,
      reclaimPolicy,
      volumeBindingMode,
      String(allowVolumeExpansion),
      ageText(held.createdAtUs, view.nowUs),
    ],
    toObject: () => plainStorageObject(held, view.clock),
  };
};

export const storageClasses: ObjectKind = {
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
  list: (view) => inKeyOrder([...view.world.storageClasses.values()].map((one) => listedClass(one, view))),
  describe: null,
  watching: {
    entity: "storage-class",
    item: (state, view) => listedClass(state as StorageClassState, view),
    isSame: (before, after) => before === after,
  },
};

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

export const csiNodes: ObjectKind = {
  kind: "CSINode",
  group: "storage.k8s.io",
  plural: "csinodes",
  singular: "csinode",
  shortNames: [],
  namespaced: false,
  inAll: false,
  columns: [NAME_COLUMN, { name: "DRIVERS" }, AGE_COLUMN],
  list: (view) => inKeyOrder([...view.world.csiNodes.values()].map((one) => listedCsiNode(one, view))),
  describe: null,
  watching: {
    entity: "csi-node",
    item: (state, view) => listedCsiNode(state as CsiNodeState, view),
    isSame: (before, after) => before === after,
  },
};
