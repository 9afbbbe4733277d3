// A scheduler wrote down on which node it is making room for the pod, or that it no longer does.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";
import { withStatus } from "../pod-state.js";

export interface PodNominated {
  /** "" = on none any more. */
  readonly node: string;
}

export const podNominated: EventDefinition<"PodNominated", PodNominated, PodState> = {
  type: "PodNominated",
  entity: "pod",
  revision: 1,
  fields: { node: "string" },
  evolve: (pod, { node }) => withStatus(pod, { ...pod.status, nominatedNodeName: node }),
  example: { node: "node-1" },
};
