// What went wrong with the pod's processes is over.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";

export type PodMended = Record<never, never>;

export const podMended: EventDefinition<"PodMended", PodMended, PodState> = {
  type: "PodMended",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod) => pod,
  example: {},
};
