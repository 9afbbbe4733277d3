// Somebody deletes the volume: it goes as soon as no claim is bound to it.
import type { EventDefinition } from "../../event.js";
import type { VolumeState } from "../volume-state.js";

export type VolumeDeletionRequested = Record<never, never>;

export const volumeDeletionRequested: EventDefinition<"VolumeDeletionRequested", VolumeDeletionRequested, VolumeState> =
  {
    type: "VolumeDeletionRequested",
    entity: "volume",
    revision: 1,
    fields: {},
    evolve: (s, _, at) => ({ ...s, deletingSinceUs: at }),
    example: {},
  };
