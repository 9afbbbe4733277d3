// A node was told to shut down: its kubelet ends its pods first, if it is set to, and then its power goes off.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export interface NodeShutdownBegan {
  /** From power-off until the machine works again; null = it stays off. */
  readonly backAfterUs: number | null;
}

export const nodeShutdownBegan: EventDefinition<"NodeShutdownBegan", NodeShutdownBegan, NodeState> = {
  type: "NodeShutdownBegan",
  entity: "node",
  revision: 1,
  fields: { backAfterUs: "int?" },
  evolve: (node) => node,
  example: { backAfterUs: 60_000_000 },
};
