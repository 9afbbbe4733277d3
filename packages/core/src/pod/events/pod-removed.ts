// The pod object is gone from the API server.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";

export type PodRemoved = Record<never, never>;

export const podRemoved: EventDefinition<"PodRemoved", PodRemoved, PodState> = {
  type: "PodRemoved",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod) => pod,
  example: {},
};
