// A pod of its node needs a volume again that was to be detached, and nobody had begun to.
import type { EventDefinition } from "../../event.js";
import type { VolumeAttachmentState } from "../volume-attachment-state.js";

export type VolumeDetachWithdrawn = Record<never, never>;

export const volumeDetachWithdrawn: EventDefinition<
  "VolumeDetachWithdrawn",
  VolumeDetachWithdrawn,
  VolumeAttachmentState
> = {
  type: "VolumeDetachWithdrawn",
  entity: "volume-attachment",
  revision: 1,
  fields: {},
  evolve: (s) => ({ ...s, unwantedSinceUs: null }),
  example: {},
};
