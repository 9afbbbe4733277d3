// A cloud gave notice that it takes the node's spot machine back.
import type { EventDefinition } from "../../event.js";
import type { SimTime } from "../../time.js";
import type { NodeState } from "../node-state.js";

export interface NodeReclaimNoticed {
  /** When the machine goes. */
  readonly goneAtUs: SimTime;
}

export const nodeReclaimNoticed: EventDefinition<"NodeReclaimNoticed", NodeReclaimNoticed, NodeState> = {
  type: "NodeReclaimNoticed",
  entity: "node",
  revision: 1,
  fields: { goneAtUs: "int" },
  evolve: (node) => node,
  example: { goneAtUs: 120_000_000 },
};
