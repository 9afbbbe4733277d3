// What a PersistentVolumeClaim asks for, in a claim or in a template of claims.
import type { LabelSelector, ResourceList } from "./meta.js";

export type AccessMode = "ReadWriteOnce" | "ReadOnlyMany" | "ReadWriteMany" | "ReadWriteOncePod";

export type VolumeMode = "Filesystem" | "Block";

export interface PersistentVolumeClaimSpec {
  readonly accessModes: readonly AccessMode[];
  readonly selector?: LabelSelector;
  /** requests.storage: the least that the volume has to hold. */
  readonly resources: { readonly requests: ResourceList; readonly limits: ResourceList };
  /** The volume the claim is for, whether or not it is bound to it yet. */
  readonly volumeName?: string;
  /** "" = no class; absent = the default class, where there is one when the claim is created. */
  readonly storageClassName?: string;
  readonly volumeMode: VolumeMode;
}
