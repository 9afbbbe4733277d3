// PersistentVolumeClaim (core/v1): the fields podsim reads after defaulting, its codec and its rules.
import type { PersistentVolumeClaimSpec } from "./claim-spec.js";
import type { Path } from "./errors.js";
import type { ObjectMeta } from "./meta.js";
import { labelSelector, namespacedMeta } from "./meta-codec.js";
import { checkLabelSelector, checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { resourceList } from "./resource-list.js";
import { constant, enumeration, text } from "./scalars.js";
import { accessModes, checkAccessModes, checkStorage, volumeMode } from "./storage-scalars.js";
import { defaulted, optional, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export type ClaimPhase = "Pending" | "Bound" | "Lost";

export interface PersistentVolumeClaim {
  readonly apiVersion: "v1";
  readonly kind: "PersistentVolumeClaim";
  readonly metadata: ObjectMeta;
  readonly spec: PersistentVolumeClaimSpec;
  readonly status: { readonly phase: ClaimPhase };
}

const resources = struct<PersistentVolumeClaimSpec["resources"]>("VolumeResourceRequirements", {
  requests: defaulted(resourceList, {}),
  limits: defaulted(resourceList, {}),
});

/** What is on a volume is not modelled, so neither is what it is filled with. */
export const claimSpec = struct<PersistentVolumeClaimSpec>(
  "PersistentVolumeClaimSpec",
  {
    accessModes: defaulted(accessModes, []),
    selector: optional(labelSelector),
    resources: defaulted(resources, {}),
    volumeName: optional(text),
    storageClassName: optionalPointer(text),
    volumeMode: defaulted(volumeMode, "Filesystem"),
  },
  { inert: ["dataSource", "dataSourceRef", "volumeAttributesClassName"] },
);

const claimStatus = struct<PersistentVolumeClaim["status"]>(
  "PersistentVolumeClaimStatus",
  { phase: defaulted(enumeration(["Pending", "Bound", "Lost"]), "Pending") },
  {
    inert: [
      "accessModes",
      "allocatedResourceStatuses",
      "allocatedResources",
      "capacity",
      "conditions",
      "currentVolumeAttributesClassName",
      "modifyVolumeStatus",
    ],
  },
);

export const persistentVolumeClaimCodec = struct<PersistentVolumeClaim>("PersistentVolumeClaim", {
  apiVersion: defaulted(constant("v1"), "v1"),
  kind: defaulted(constant("PersistentVolumeClaim"), "PersistentVolumeClaim"),
  metadata: defaulted(namespacedMeta, {}),
  spec: defaulted(claimSpec, {}),
  status: defaulted(claimStatus, {}),
});

/** A claim's spec at `at`, in a claim or in a template of claims. */
export const checkClaimSpec = (check: Validity, at: Path, spec: PersistentVolumeClaimSpec): void => {
  checkAccessModes(check, [...at, "accessModes"], spec.accessModes);
  checkLabelSelector(check, [...at, "selector"], spec.selector);
  checkStorage(check, [...at, "resources", "requests"], spec.resources.requests["storage"]);
  const { storageClassName = "", volumeName = "" } = spec;
  if (storageClassName !== "") {
    check.names([...at, "storageClassName"], storageClassName, dns1123Subdomain(storageClassName));
  }
  if (volumeName !== "") check.names([...at, "volumeName"], volumeName, dns1123Subdomain(volumeName));
};

export const checkPersistentVolumeClaim = (check: Validity, { metadata, spec }: PersistentVolumeClaim): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  checkClaimSpec(check, ["spec"], spec);
};
