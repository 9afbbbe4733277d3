// A volume is no longer attached to the node; the VolumeAttachment is gone.
import type { EventDefinition } from "../../event.js";
import type { VolumeAttachmentState } from "../volume-attachment-state.js";

export type VolumeDetached = Record<never, never>;

export const volumeDetached: EventDefinition<"VolumeDetached", VolumeDetached, VolumeAttachmentState> = {
  type: "VolumeDetached",
  entity: "volume-attachment",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
