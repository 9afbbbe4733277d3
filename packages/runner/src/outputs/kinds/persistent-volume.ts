// PersistentVolumes, with kubectl's columns.
import { volumeClassOf } from "@podsim/core";
import type { VolumeState } from "@podsim/core";
import { describeVolume } from "../describe/describe-storage.js";
import { volumeObject } from "../objects/storage-objects.js";
import { accessModesText } from "../text/access-modes-text.js";
import { ageText } from "../text/age.js";
import { UNSET } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

const listedVolume = (volume: VolumeState, view: RunView): Listed => {
  const { metadata, spec } = volume.object;
  return {
    namespace: "",
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      metadata.name,
      spec.capacity["storage"] ?? "",
      accessModesText(spec.accessModes),
      spec.persistentVolumeReclaimPolicy,
      volume.isDeleting ? "Terminating" : volume.phase,
      spec.claimRef === undefined ? "" : `${spec.claimRef.namespace}/${spec.claimRef.name}`,
      volumeClassOf(volume.object),
      UNSET,
      "",
      ageText(volume.createdAtUs, view.nowUs),
      spec.volumeMode,
    ],
    toObject: () => volumeObject(volume, view.clock),
  };
};

export const persistentVolumes: ObjectKind = {
  kind: "PersistentVolume",
  group: "",
  plural: "persistentvolumes",
  singular: "persistentvolume",
  shortNames: ["pv"],
  namespaced: false,
  inAll: false,
  columns: [
    NAME_COLUMN,
    { name: "CAPACITY" },
    { name: "ACCESS MODES" },
    { name: "RECLAIM POLICY" },
    { name: "STATUS" },
    { name: "CLAIM" },
    { name: "STORAGECLASS" },
    { name: "VOLUMEATTRIBUTESCLASS" },
    { name: "REASON" },
    AGE_COLUMN,
    { name: "VOLUMEMODE", wide: true },
  ],
  list: (view) => inKeyOrder([...view.world.volumes.values()].map((one) => listedVolume(one, view))),
  describe: (view, _namespace, name, out) => {
    const volume = view.world.volumes.find("", name);
    if (volume !== undefined) describeVolume(volume, view, out);
  },
  watching: {
    entity: "volume",
    item: (state, view) => listedVolume(state as VolumeState, view),
    isSame: (before, after) => before === after,
  },
};
