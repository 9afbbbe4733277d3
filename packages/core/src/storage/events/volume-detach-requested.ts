// No pod of its node needs a volume any more: it is to be detached once the node has let go of it.
import type { EventDefinition } from "../../event.js";
import type { VolumeAttachmentState } from "../volume-attachment-state.js";

export type VolumeDetachRequested = Record<never, never>;

export const volumeDetachRequested: EventDefinition<
  "VolumeDetachRequested",
  VolumeDetachRequested,
  VolumeAttachmentState
> = {
  type: "VolumeDetachRequested",
  entity: "volume-attachment",
  revision: 1,
  fields: {},
  evolve: (s, _, at) => ({ ...s, unwantedSinceUs: at }),
  example: {},
};
