// PersistentVolumes, with kubectl's columns.
import { volumeClassOf } from "@podsim/core";
import type { VolumeState } from "@podsim/core";
import { describeVolume } from "../describe/describe-storage.js";
import { volumeObject } from "../objects/storage-objects.js";
import { accessModesText } from "../text/access-modes-text.js";
import { ageText } from "../text/age.js";
import { UNSET } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

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
      volume.deletingSinceUs === null ? volume.phase : "Terminating",
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

export const persistentVolumes = tabledKind<VolumeState>({
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
  entity: "volume",
  table: (world) => world.volumes,
  listed: listedVolume,
  describe: describeVolume,
});
