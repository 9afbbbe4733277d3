// The pod's node was cut off from the API server: its kubelet goes on by what it knew of the pod until now.
import type { EventDefinition } from "../../event.js";
import { cutOff } from "../kubelet-copy.js";
import type { PodState } from "../pod-state.js";

export type PodCutOff = Record<never, never>;

export const podCutOff: EventDefinition<"PodCutOff", PodCutOff, PodState> = {
  type: "PodCutOff",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: cutOff,
  example: {},
};
