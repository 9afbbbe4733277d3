// Dense indexes (…Ix) of the things a log speaks of; names are …Key.
// An index is given out once per run, in order of creation, and never reused.

declare const index: unique symbol;

type Index<Kind extends string> = number & { readonly [index]: Kind };

export type PodIx = Index<"Pod">;
export type NodeIx = Index<"Node">;
export type DeploymentIx = Index<"Deployment">;
export type ReplicaSetIx = Index<"ReplicaSet">;
export type ConfigMapIx = Index<"ConfigMap">;
export type SecretIx = Index<"Secret">;
export type ServiceIx = Index<"Service">;
export type StatefulSetIx = Index<"StatefulSet">;
export type DaemonSetIx = Index<"DaemonSet">;
export type CronJobIx = Index<"CronJob">;
export type AutoscalerIx = Index<"HorizontalPodAutoscaler">;
export type JobIx = Index<"Job">;
export type BudgetIx = Index<"PodDisruptionBudget">;
export type ClaimIx = Index<"PersistentVolumeClaim">;
export type VolumeIx = Index<"PersistentVolume">;
export type VolumeAttachmentIx = Index<"VolumeAttachment">;
export type StorageClassIx = Index<"StorageClass">;
export type LeaseIx = Index<"Lease">;
export type CsiNodeIx = Index<"CSINode">;

/** "namespace/name", the key of a namespaced object. */
export type ObjectKey = string;

export const objectKey = (namespace: string, name: string): ObjectKey => `${namespace}/${name}`;
