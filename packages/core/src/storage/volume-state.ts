// What a PersistentVolume is at an instant.
import type { PersistentVolume } from "../api/persistent-volume.js";
import type { VolumeIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface VolumeState {
  readonly ix: VolumeIx;
  readonly uid: string;
  readonly createdAtUs: SimTime;
  /** As stored: its claimRef names the claim it is kept for, once there is one. */
  readonly object: PersistentVolume;
  /** Released: its claim is gone, and nobody else gets it. */
  readonly phase: "Available" | "Bound" | "Released";
  /** Made for its claim, by a provisioner. */
  readonly isProvisioned: boolean;
  /** Since when somebody wants it gone; it stays as long as a claim is bound to it. null = nobody does. */
  readonly deletingSinceUs: SimTime | null;
}

/** The class the volume belongs to; "" = none. */
export const volumeClassOf = ({ metadata, spec }: PersistentVolume): string =>
  metadata.annotations["volume.beta.kubernetes.io/storage-class"] ?? spec.storageClassName ?? "";
