// A provisioner made a volume for a claim.
import type { PersistentVolume } from "../../api/persistent-volume.js";
import type { EventDefinition } from "../../event.js";
import type { VolumeIx } from "../../ids.js";
import { SAMPLE_VOLUME } from "../sample-storage.js";
import type { VolumeState } from "../volume-state.js";

export interface VolumeProvisioned {
  readonly volumeIx: number;
  readonly uid: string;
  readonly provisioner: string;
  /** Its claimRef names the claim. */
  readonly object: PersistentVolume;
}

export const volumeProvisioned: EventDefinition<"VolumeProvisioned", VolumeProvisioned, VolumeState | undefined> = {
  type: "VolumeProvisioned",
  entity: "volume",
  revision: 1,
  fields: { volumeIx: "int", uid: "string", provisioner: "string", object: "json" },
  evolve: (_, { volumeIx, uid, object }, at) => ({
    ix: volumeIx as VolumeIx,
    uid,
    createdAtUs: at,
    object,
    phase: "Bound",
    isProvisioned: true,
    deletingSinceUs: null,
  }),
  announce: (_, { provisioner, object: { metadata, spec } }) => [
    {
      type: "Normal",
      reason: "ProvisioningSucceeded",
      message: `Successfully provisioned volume ${metadata.name}`,
      from: provisioner,
      object: {
        kind: "PersistentVolumeClaim",
        namespace: spec.claimRef?.namespace ?? "",
        name: spec.claimRef?.name ?? "",
      },
    },
  ],
  example: {
    volumeIx: 0,
    uid: "51aa…",
    provisioner: "csi.example",
    object: {
      ...SAMPLE_VOLUME,
      spec: { ...SAMPLE_VOLUME.spec, claimRef: { namespace: "shop", name: "data", uid: "9f0c…" } },
    },
  },
};
