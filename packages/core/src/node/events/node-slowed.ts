// The machine works, and slowly: what its kubelet and containers do there takes so many times as long.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export interface NodeSlowed {
  /** 1000 = ten times as long; >= 100. */
  readonly percent: number;
}

export const nodeSlowed: EventDefinition<"NodeSlowed", NodeSlowed, NodeState> = {
  type: "NodeSlowed",
  entity: "node",
  revision: 1,
  fields: { percent: "int" },
  evolve: (node, { percent }) => ({ ...node, slowness: percent / 100 }),
  example: { percent: 1000 },
};
