// Codecs of a pod's volumes, every source known and none of them looked into, and of their mounts.
import { isRecord } from "./api-type.js";
import type { Volume, VolumeMount } from "./pod.js";
import { text } from "./scalars.js";
import { defaulted, struct } from "./struct.js";
import type { NotModelled } from "./struct.js";

const ATTACHED = "the pod is placed and started as if the volume were attached, wherever it runs";
const FILLED = "the pod starts as if what it refers to existed";

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

/** Only the token of a service account: what a server adds to every pod. */
const isServiceAccountToken = (source: unknown): boolean => {
  const sources = isRecord(source) ? source["sources"] : undefined;
  return Array.isArray(sources) && sources.some((each) => isRecord(each) && Object.hasOwn(each, "serviceAccountToken"));
};

const projected: NotModelled = { consequence: FILLED, matters: (source) => !isServiceAccountToken(source) };

/** Set in memory or with a limit, an emptyDir counts against the pod's memory or storage. */
const emptyDir: NotModelled = {
  consequence: "nothing is ever stored in the volume, so it fills no memory and reaches no limit",
  matters: (source) => isRecord(source) && (source["medium"] === "Memory" || Object.hasOwn(source, "sizeLimit")),
};

export const volume = struct<Volume>(
  "Volume",
  { name: defaulted(text, "") },
  {
    notModelled: {
      ...Object.fromEntries(ATTACHED_SOURCES.map((source) => [source, ATTACHED])),
      configMap: FILLED,
      secret: FILLED,
      projected,
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
