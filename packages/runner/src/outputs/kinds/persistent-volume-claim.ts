// PersistentVolumeClaims, with kubectl's columns.
import { claimClassOf } from "@podsim/core";
import type { ClaimState } from "@podsim/core";
import { describeClaim } from "../describe/describe-storage.js";
import { claimObject, volumeOf } from "../objects/storage-objects.js";
import { accessModesText } from "../text/access-modes-text.js";
import { ageText } from "../text/age.js";
import { UNSET } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

const listedClaim = (claim: ClaimState, view: RunView): Listed => {
  const { metadata, spec } = claim.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => {
      const bound = volumeOf(claim, view.world)?.object.spec;
      return [
        metadata.name,
        claim.deletingSinceUs === null ? claim.phase : "Terminating",
        spec.volumeName ?? "",
        bound?.capacity["storage"] ?? "",
        accessModesText(bound?.accessModes ?? []),
        claimClassOf(claim.object),
        UNSET,
        ageText(claim.createdAtUs, view.nowUs),
        spec.volumeMode,
      ];
    },
    toObject: () => claimObject(claim, view.world, view.clock),
  };
};

export const persistentVolumeClaims = tabledKind<ClaimState>({
  kind: "PersistentVolumeClaim",
  group: "",
  plural: "persistentvolumeclaims",
  singular: "persistentvolumeclaim",
  shortNames: ["pvc"],
  namespaced: true,
  inAll: false,
  columns: [
    NAME_COLUMN,
    { name: "STATUS" },
    { name: "VOLUME" },
    { name: "CAPACITY" },
    { name: "ACCESS MODES" },
    { name: "STORAGECLASS" },
    { name: "VOLUMEATTRIBUTESCLASS" },
    AGE_COLUMN,
    { name: "VOLUMEMODE", wide: true },
  ],
  entity: "claim",
  table: (world) => world.claims,
  listed: listedClaim,
  describe: describeClaim,
});
