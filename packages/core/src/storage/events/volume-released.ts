// The volume's claim is gone; what is on it is kept, and nobody else gets it.
import type { EventDefinition } from "../../event.js";
import type { VolumeState } from "../volume-state.js";

export type VolumeReleased = Record<never, never>;

export const volumeReleased: EventDefinition<"VolumeReleased", VolumeReleased, VolumeState> = {
  type: "VolumeReleased",
  entity: "volume",
  revision: 1,
  fields: {},
  evolve: (s) => ({ ...s, phase: "Released" }),
  example: {},
};
