// A volume is to be attached to a node where a pod needs it.
import type { EventDefinition } from "../../event.js";
import type { VolumeAttachmentIx, VolumeIx } from "../../ids.js";
import type { VolumeAttachmentState } from "../volume-attachment-state.js";

export interface VolumeAttachBegan {
  readonly attachmentIx: number;
  readonly name: string;
  readonly driver: string;
  readonly volume: string;
  readonly volumeIx: number;
  readonly node: string;
  /** How often the volume was attached before. */
  readonly n: number;
}

export const volumeAttachBegan: EventDefinition<
  "VolumeAttachBegan",
  VolumeAttachBegan,
  VolumeAttachmentState | undefined
> = {
  type: "VolumeAttachBegan",
  entity: "volume-attachment",
  revision: 1,
  fields: {
    attachmentIx: "int",
    name: "string",
    driver: "string",
    volume: "string",
    volumeIx: "int",
    node: "string",
    n: "int",
  },
  evolve: (_, { attachmentIx, name, driver, volume, volumeIx, node, n }, at) => ({
    ix: attachmentIx as VolumeAttachmentIx,
    name,
    createdAtUs: at,
    driver,
    volume,
    volumeIx: volumeIx as VolumeIx,
    node,
    n,
    isAttached: false,
    unwantedSinceUs: null,
    detachingSinceUs: null,
  }),
  example: {
    attachmentIx: 0,
    name: "csi-51aa…",
    driver: "csi.example",
    volume: "pv-1",
    volumeIx: 0,
    node: "node-1",
    n: 0,
  },
};
