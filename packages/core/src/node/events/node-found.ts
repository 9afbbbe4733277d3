// A node that a run begins with was found as it is: since when it is there, and whether it was ready.
import type { EventDefinition } from "../../event.js";
import type { ConditionStatus } from "../../pod/pod-state.js";
import type { NodeState } from "../node-state.js";

export interface NodeFound {
  /** Microseconds before time 0, negative or 0. */
  readonly createdAtUs: number;
  readonly ready: ConditionStatus;
  readonly readyReason: string;
  readonly readyTransitionUs: number;
}

export const nodeFound: EventDefinition<"NodeFound", NodeFound, NodeState> = {
  type: "NodeFound",
  entity: "node",
  revision: 1,
  fields: {
    createdAtUs: "int",
    ready: { oneOf: ["True", "False", "Unknown"] },
    readyReason: "string",
    readyTransitionUs: "int",
  },
  evolve: (node, d) => ({
    ...node,
    addedAtUs: d.createdAtUs,
    ready: d.ready,
    readyReason: d.readyReason,
    readyTransitionUs: d.readyTransitionUs,
    silenceChangedUs: d.ready === "Unknown" ? d.readyTransitionUs : d.createdAtUs,
    statusChangedUs: d.ready === "Unknown" ? d.createdAtUs : d.readyTransitionUs,
  }),
  example: {
    createdAtUs: -86_400_000_000,
    ready: "Unknown",
    readyReason: "NodeStatusUnknown",
    readyTransitionUs: -600_000_000,
  },
};
