// A PersistentVolume was created by hand or its object replaced.
import type { PersistentVolume } from "../../api/persistent-volume.js";
import type { EventDefinition } from "../../event.js";
import type { VolumeIx } from "../../ids.js";
import { SAMPLE_VOLUME } from "../sample-storage.js";
import type { VolumeState } from "../volume-state.js";

export interface VolumeApplied {
  readonly volumeIx: number;
  readonly uid: string;
  readonly object: PersistentVolume;
}

export const volumeApplied: EventDefinition<"VolumeApplied", VolumeApplied, VolumeState | undefined> = {
  type: "VolumeApplied",
  entity: "volume",
  revision: 1,
  fields: { volumeIx: "int", uid: "string", object: "json" },
  evolve: (old, { volumeIx, uid, object }, at) => ({
    ix: volumeIx as VolumeIx,
    uid,
    createdAtUs: old?.createdAtUs ?? object.metadata.found?.createdAtUs ?? at,
    object,
    // One whose claimRef has no uid waits for its claim to appear.
    phase: old?.phase ?? (object.spec.claimRef?.uid === undefined ? "Available" : "Bound"),
    isProvisioned: old?.isProvisioned ?? false,
    deletingSinceUs: old?.deletingSinceUs ?? null,
  }),
  example: { volumeIx: 0, uid: "51aa…", object: SAMPLE_VOLUME },
};
