// Codecs of a pod's volumes, every source known and those looked into that hold objects or decide about a place, and of
// their mounts.
import { listOf } from "./api-type.js";
import { fieldReference, resourceReference } from "./env-codec.js";
import { templateMeta } from "./meta-codec.js";
import { claimSpec } from "./persistent-volume-claim.js";
import type {
  ConfigMapSource,
  DownwardFile,
  EmptyDirSource,
  EphemeralClaim,
  HostPathSource,
  KeyToPath,
  SecretSource,
  Volume,
  VolumeMount,
  VolumeProjection,
} from "./pod.js";
import { quantityText } from "./quantity-text.js";
import { enumeration, int32, int64, text, texts, yesOrNo } from "./scalars.js";
import { defaulted, optional, optionalPointer, struct } from "./struct.js";

type SourceOf<Name extends keyof Volume> = NonNullable<Volume[Name]>;

const claimSource = struct<SourceOf<"persistentVolumeClaim">>("PersistentVolumeClaimVolumeSource", {
  claimName: defaulted(text, ""),
  readOnly: defaulted(yesOrNo, false),
});

const ephemeralClaim = struct<EphemeralClaim>("PersistentVolumeClaimTemplate", {
  metadata: defaulted(templateMeta, {}),
  spec: defaulted(claimSpec, {}),
});

const ephemeralSource = struct<SourceOf<"ephemeral">>("EphemeralVolumeSource", {
  volumeClaimTemplate: defaulted(ephemeralClaim, {}),
});

const gceDisk = struct<SourceOf<"gcePersistentDisk">>(
  "GCEPersistentDiskVolumeSource",
  { pdName: defaulted(text, ""), readOnly: defaulted(yesOrNo, false) },
  { inert: ["fsType", "partition"] },
);

const ebsVolume = struct<SourceOf<"awsElasticBlockStore">>(
  "AWSElasticBlockStoreVolumeSource",
  { volumeID: defaulted(text, ""), readOnly: defaulted(yesOrNo, false) },
  { inert: ["fsType", "partition"] },
);

const iscsiTarget = struct<SourceOf<"iscsi">>(
  "ISCSIVolumeSource",
  { iqn: defaulted(text, ""), readOnly: defaulted(yesOrNo, false) },
  {
    inert: [
      "chapAuthDiscovery",
      "chapAuthSession",
      "fsType",
      "initiatorName",
      "iscsiInterface",
      "lun",
      "portals",
      "secretRef",
      "targetPortal",
    ],
  },
);

const rbdImage = struct<SourceOf<"rbd">>(
  "RBDVolumeSource",
  {
    monitors: defaulted(texts, []),
    image: defaulted(text, ""),
    pool: defaulted(text, "rbd"),
    readOnly: defaulted(yesOrNo, false),
  },
  { inert: ["fsType", "keyring", "secretRef", "user"] },
);

const ATTACHED = "the pod is placed and started as if the volume were attached, wherever it runs";

const ATTACHED_SOURCES = [
  "csi",
  "image",
  "nfs",
  "fc",
  "cephfs",
  "glusterfs",
  "cinder",
  "flexVolume",
  "flocker",
  "quobyte",
  "portworxVolume",
  "scaleIO",
  "storageos",
  "azureDisk",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
] as const;

const keyToPath = struct<KeyToPath>("KeyToPath", {
  key: defaulted(text, ""),
  path: defaulted(text, ""),
  mode: optionalPointer(int32),
});

const configMapSource = (name: string) =>
  struct<ConfigMapSource>(name, {
    name: defaulted(text, ""),
    items: optional(listOf(keyToPath)),
    optional: optional(yesOrNo),
    defaultMode: optionalPointer(int32),
  });

const secretSource = struct<SecretSource>("SecretVolumeSource", {
  secretName: defaulted(text, ""),
  items: optional(listOf(keyToPath)),
  optional: optional(yesOrNo),
  defaultMode: optionalPointer(int32),
});

const downwardFile = struct<DownwardFile>("DownwardAPIVolumeFile", {
  path: defaulted(text, ""),
  fieldRef: optional(fieldReference),
  resourceFieldRef: optional(resourceReference),
  mode: optionalPointer(int32),
});

const downwardFiles = { items: defaulted(listOf(downwardFile), []) };

const accountToken = struct<NonNullable<VolumeProjection["serviceAccountToken"]>>("ServiceAccountTokenProjection", {
  audience: optional(text),
  expirationSeconds: optionalPointer(int64),
  path: defaulted(text, ""),
});

const projection = struct<VolumeProjection>(
  "VolumeProjection",
  {
    configMap: optional(configMapSource("ConfigMapProjection")),
    secret: optional(configMapSource("SecretProjection")),
    downwardAPI: optional(struct<NonNullable<VolumeProjection["downwardAPI"]>>("DownwardAPIProjection", downwardFiles)),
    serviceAccountToken: optional(accountToken),
  },
  {
    notModelled: {
      clusterTrustBundle: "the pod starts as if the bundle existed",
      podCertificate: "the pod starts as if its certificate had been signed",
    },
  },
);

const downwardApi = struct<NonNullable<Volume["downwardAPI"]>>("DownwardAPIVolumeSource", {
  ...downwardFiles,
  defaultMode: optionalPointer(int32),
});

const projected = struct<NonNullable<Volume["projected"]>>("ProjectedVolumeSource", {
  sources: defaulted(listOf(projection), []),
  defaultMode: optionalPointer(int32),
});

const emptyDir = struct<EmptyDirSource>("EmptyDirVolumeSource", {
  medium: optional(text),
  sizeLimit: optionalPointer(quantityText),
});

const hostPath = struct<HostPathSource>("HostPathVolumeSource", {
  path: defaulted(text, ""),
  type: optional(text),
});

export const volume = struct<Volume>(
  "Volume",
  {
    name: defaulted(text, ""),
    emptyDir: optionalPointer(emptyDir),
    hostPath: optionalPointer(hostPath),
    configMap: optional(configMapSource("ConfigMapVolumeSource")),
    secret: optional(secretSource),
    projected: optional(projected),
    downwardAPI: optional(downwardApi),
    persistentVolumeClaim: optional(claimSource),
    ephemeral: optional(ephemeralSource),
    gcePersistentDisk: optional(gceDisk),
    awsElasticBlockStore: optional(ebsVolume),
    iscsi: optional(iscsiTarget),
    rbd: optional(rbdImage),
  },
  {
    notModelled: Object.fromEntries(ATTACHED_SOURCES.map((source) => [source, ATTACHED])),
    inert: ["gitRepo"],
  },
);

export const volumeMount = struct<VolumeMount>("VolumeMount", {
  name: defaulted(text, ""),
  mountPath: defaulted(text, ""),
  subPath: optional(text),
  subPathExpr: optional(text),
  readOnly: optional(yesOrNo),
  mountPropagation: optionalPointer(enumeration(["Bidirectional", "HostToContainer", "None"])),
  recursiveReadOnly: optionalPointer(enumeration(["Disabled", "Enabled", "IfPossible"])),
});
