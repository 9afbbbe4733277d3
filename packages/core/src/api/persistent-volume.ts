// PersistentVolume (core/v1): the fields podsim reads after defaulting, its codec and its rules.
import { checkNodeSelector } from "./affinity-validation.js";
import { nodeSelector } from "./affinity-codec.js";
import type { NodeSelector } from "./affinity-codec.js";
import { isRecord } from "./api-type.js";
import type { AccessMode, VolumeMode } from "./claim-spec.js";
import type { Path } from "./errors.js";
import type { ObjectMeta, ResourceList } from "./meta.js";
import { clusterMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { checkNoBackstep } from "./relative-path.js";
import { resourceList } from "./resource-list.js";
import { constant, enumeration, text } from "./scalars.js";
import { accessModes, checkAccessModes, checkStorage, volumeMode } from "./storage-scalars.js";
import { defaulted, optional, struct } from "./struct.js";
import type { Validity } from "./validity.js";
import { checkSourceFields } from "./volume-source-validation.js";

/** The claim a volume is kept for. */
export interface ClaimReference {
  readonly namespace: string;
  readonly name: string;
  /** Absent = whichever claim has the name. */
  readonly uid?: string;
}

export interface CsiVolume {
  readonly driver: string;
  readonly volumeHandle: string;
}

export type ReclaimPolicy = "Retain" | "Delete" | "Recycle";

export interface PersistentVolumeSpec {
  readonly capacity: ResourceList;
  readonly accessModes: readonly AccessMode[];
  readonly claimRef?: ClaimReference;
  readonly persistentVolumeReclaimPolicy: ReclaimPolicy;
  readonly storageClassName?: string;
  readonly volumeMode: VolumeMode;
  readonly nodeAffinity?: { readonly required?: NodeSelector };
  readonly csi?: CsiVolume;
}

export interface PersistentVolume {
  readonly apiVersion: "v1";
  readonly kind: "PersistentVolume";
  readonly metadata: ObjectMeta;
  readonly spec: PersistentVolumeSpec;
}

const claimReference = struct<ClaimReference>(
  "ObjectReference",
  { namespace: defaulted(text, ""), name: defaulted(text, ""), uid: optional(text) },
  { inert: ["apiVersion", "fieldPath", "kind", "resourceVersion"] },
);

const csiVolume = struct<CsiVolume>(
  "CSIPersistentVolumeSource",
  { driver: defaulted(text, ""), volumeHandle: defaulted(text, "") },
  {
    inert: [
      "controllerExpandSecretRef",
      "controllerPublishSecretRef",
      "fsType",
      "nodeExpandSecretRef",
      "nodePublishSecretRef",
      "nodeStageSecretRef",
      "readOnly",
      "volumeAttributes",
    ],
  },
);

/** Where else a volume may come from: that it is there is known, how it is reached is not modelled. */
const OTHER_SOURCES = [
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "fc",
  "flexVolume",
  "flocker",
  "gcePersistentDisk",
  "glusterfs",
  "hostPath",
  "iscsi",
  "local",
  "nfs",
  "photonPersistentDisk",
  "portworxVolume",
  "quobyte",
  "rbd",
  "scaleIO",
  "storageos",
  "vsphereVolume",
] as const;

const volumeNodeAffinity = struct<NonNullable<PersistentVolumeSpec["nodeAffinity"]>>("VolumeNodeAffinity", {
  required: optional(nodeSelector),
});

const volumeSpec = struct<PersistentVolumeSpec>(
  "PersistentVolumeSpec",
  {
    capacity: defaulted(resourceList, {}),
    accessModes: defaulted(accessModes, []),
    claimRef: optional(claimReference),
    persistentVolumeReclaimPolicy: defaulted(enumeration(["Retain", "Delete", "Recycle"]), "Retain"),
    storageClassName: optional(text),
    volumeMode: defaulted(volumeMode, "Filesystem"),
    nodeAffinity: optional(volumeNodeAffinity),
    csi: optional(csiVolume),
  },
  { inert: [...OTHER_SOURCES, "mountOptions", "volumeAttributesClassName"] },
);

export const persistentVolumeCodec = struct<PersistentVolume>(
  "PersistentVolume",
  {
    apiVersion: defaulted(constant("v1"), "v1"),
    kind: defaulted(constant("PersistentVolume"), "PersistentVolume"),
    metadata: defaulted(clusterMeta, {}),
    spec: defaulted(volumeSpec, {}),
  },
  // What it is comes from its claimRef and the claim.
  { inert: ["status"] },
);

/** A directory of a node may be emptied for the next claim, the whole node may not. */
const checkHostPath = (check: Validity, at: Path, hostPath: unknown, policy: ReclaimPolicy): void => {
  if (!isRecord(hostPath)) return;
  const { path } = hostPath;
  if ((path ?? "") === "") check.required([...at, "hostPath", "path"]);
  if (typeof path !== "string") return;
  checkNoBackstep(check, [...at, "hostPath", "path"], path);
  if (policy !== "Recycle" || !/^(\/+\.?)+$/.test(path)) return;
  check.forbidden([...at, "persistentVolumeReclaimPolicy"], "may not be 'recycle' for a hostPath mount of '/'", {
    fix: "write persistentVolumeReclaimPolicy: Retain, or a path below /",
  });
};

const checkSource = (check: Validity, spec: PersistentVolumeSpec): void => {
  const at = ["spec"];
  const given: Readonly<Record<string, unknown>> = { ...spec };
  const sources = ["csi", ...OTHER_SOURCES].filter((source) => (given[source] ?? null) !== null);
  const [, second] = sources;
  if (sources.length === 0) check.required(at, "must specify a volume type");
  if (second !== undefined) check.forbidden([...at, second], "may not specify more than 1 volume type");
  if (sources.includes("local") && spec.nodeAffinity?.required === undefined) {
    check.required([...at, "nodeAffinity"], "Local volume requires node affinity");
  }
  const [first] = sources;
  if (first !== undefined) checkSourceFields(check, at, first, given[first]);
  if (spec.csi?.volumeHandle === "") check.required([...at, "csi", "volumeHandle"]);
  checkHostPath(check, at, given["hostPath"], spec.persistentVolumeReclaimPolicy);
};

export const checkPersistentVolume = (check: Validity, { metadata, spec }: PersistentVolume): void => {
  const at = ["spec"];
  checkMeta(check, metadata, dns1123Subdomain);
  checkAccessModes(check, [...at, "accessModes"], spec.accessModes, "");
  checkStorage(check, [...at, "capacity"], spec.capacity["storage"]);
  for (const resource of Object.keys(spec.capacity)) {
    if (resource !== "storage") check.unsupported([...at, "capacity", resource], resource, ["storage"]);
  }
  checkSource(check, spec);
  const required = spec.nodeAffinity?.required;
  if (required !== undefined) checkNodeSelector(check, [...at, "nodeAffinity", "required"], required);
  const { storageClassName = "" } = spec;
  if (storageClassName !== "") {
    check.names([...at, "storageClassName"], storageClassName, dns1123Subdomain(storageClassName));
  }
};
