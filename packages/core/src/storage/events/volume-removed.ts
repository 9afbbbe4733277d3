// The PersistentVolume object is gone.
import type { EventDefinition } from "../../event.js";
import type { VolumeState } from "../volume-state.js";

export type VolumeRemoved = Record<never, never>;

export const volumeRemoved: EventDefinition<"VolumeRemoved", VolumeRemoved, VolumeState> = {
  type: "VolumeRemoved",
  entity: "volume",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
