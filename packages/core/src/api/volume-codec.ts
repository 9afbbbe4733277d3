// Codecs of a pod's volumes, every source known and those that hold objects looked into, and of their mounts.
import { isRecord, listOf } from "./api-type.js";
import type { ConfigMapSource, KeyToPath, SecretSource, Volume, VolumeMount, VolumeProjection } from "./pod.js";
import { text, yesOrNo } from "./scalars.js";
import { defaulted, optional, struct } from "./struct.js";
import type { NotModelled } from "./struct.js";

const ATTACHED = "the pod is placed and started as if the volume were attached, wherever it runs";

const ATTACHED_SOURCES = [
  "persistentVolumeClaim",
  "ephemeral",
  "csi",
  "image",
  "nfs",
  "iscsi",
  "fc",
  "rbd",
  "cephfs",
  "glusterfs",
  "cinder",
  "flexVolume",
  "flocker",
  "quobyte",
  "portworxVolume",
  "scaleIO",
  "storageos",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
] as const;

const keyToPath = struct<KeyToPath>(
  "KeyToPath",
  { key: defaulted(text, ""), path: defaulted(text, "") },
  { inert: ["mode"] },
);

const configMapSource = (name: string) =>
  struct<ConfigMapSource>(
    name,
    { name: defaulted(text, ""), items: optional(listOf(keyToPath)), optional: optional(yesOrNo) },
    { inert: ["defaultMode"] },
  );

const secretSource = struct<SecretSource>(
  "SecretVolumeSource",
  { secretName: defaulted(text, ""), items: optional(listOf(keyToPath)), optional: optional(yesOrNo) },
  { inert: ["defaultMode"] },
);

const projection = struct<VolumeProjection>(
  "VolumeProjection",
  {
    configMap: optional(configMapSource("ConfigMapProjection")),
    secret: optional(configMapSource("SecretProjection")),
  },
  {
    notModelled: {
      clusterTrustBundle: "the pod starts as if the bundle existed",
      podCertificate: "the pod starts as if its certificate had been signed",
    },
    inert: ["serviceAccountToken", "downwardAPI"],
  },
);

const projected = struct<NonNullable<Volume["projected"]>>(
  "ProjectedVolumeSource",
  { sources: defaulted(listOf(projection), []) },
  { inert: ["defaultMode"] },
);

/** Set in memory or with a limit, an emptyDir counts against the pod's memory or storage. */
const emptyDir: NotModelled = {
  consequence: "nothing is ever stored in the volume, so it fills no memory and reaches no limit",
  matters: (source) => isRecord(source) && (source["medium"] === "Memory" || Object.hasOwn(source, "sizeLimit")),
};

export const volume = struct<Volume>(
  "Volume",
  {
    name: defaulted(text, ""),
    configMap: optional(configMapSource("ConfigMapVolumeSource")),
    secret: optional(secretSource),
    projected: optional(projected),
  },
  {
    notModelled: {
      ...Object.fromEntries(ATTACHED_SOURCES.map((source) => [source, ATTACHED])),
      emptyDir,
    },
    inert: ["hostPath", "downwardAPI", "gitRepo"],
  },
);

export const volumeMount = struct<VolumeMount>(
  "VolumeMount",
  { name: defaulted(text, ""), mountPath: defaulted(text, "") },
  { inert: ["mountPropagation", "readOnly", "recursiveReadOnly", "subPath", "subPathExpr"] },
);
