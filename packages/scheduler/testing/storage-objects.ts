// Claims, volumes and storage classes for tests.
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from "@podsim/core";

/** A claim "default/data" for 10Gi of class "fast". */
export const aClaim = (name = "data", over: Partial<PersistentVolumeClaim["spec"]> = {}): PersistentVolumeClaim => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name, namespace: "default", labels: {}, annotations: {} },
  spec: {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "10Gi" }, limits: {} },
    storageClassName: "fast",
    volumeMode: "Filesystem",
    ...over,
  },
  status: { phase: "Pending" },
});

/** A volume of 10Gi of class "fast" that nobody has claimed. */
export const aVolume = (name: string, over: Partial<PersistentVolume["spec"]> = {}): PersistentVolume => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name, namespace: "", labels: {}, annotations: {} },
  spec: {
    capacity: { storage: "10Gi" },
    accessModes: ["ReadWriteOnce"],
    persistentVolumeReclaimPolicy: "Retain",
    storageClassName: "fast",
    volumeMode: "Filesystem",
    ...over,
  },
});

/** A class "fast" whose volumes csi.example makes at once. */
export const aStorageClass = (over: Partial<StorageClass> = {}, name = "fast"): StorageClass => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name, namespace: "", labels: {}, annotations: {} },
  provisioner: "csi.example",
  reclaimPolicy: "Delete",
  volumeBindingMode: "Immediate",
  allowVolumeExpansion: false,
  allowedTopologies: [],
  ...over,
});
