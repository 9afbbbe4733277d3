// The claim and the volume that the examples of events speak of.
import type { PersistentVolume } from "../api/persistent-volume.js";
import type { PersistentVolumeClaim } from "../api/persistent-volume-claim.js";

export const SAMPLE_CLAIM: PersistentVolumeClaim = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "data", namespace: "shop", labels: {}, annotations: {} },
  spec: {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "10Gi" }, limits: {} },
    storageClassName: "fast",
    volumeMode: "Filesystem",
  },
  status: { phase: "Pending" },
};

export const SAMPLE_VOLUME: PersistentVolume = {
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name: "pv-1", namespace: "", labels: {}, annotations: {} },
  spec: {
    capacity: { storage: "10Gi" },
    accessModes: ["ReadWriteOnce"],
    persistentVolumeReclaimPolicy: "Delete",
    storageClassName: "fast",
    volumeMode: "Filesystem",
    csi: { driver: "csi.example", volumeHandle: "pv-1" },
  },
};
