// The container runtime of a node and its network plugin work again.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export type NodeRuntimeMended = Record<never, never>;

export const nodeRuntimeMended: EventDefinition<"NodeRuntimeMended", NodeRuntimeMended, NodeState> = {
  type: "NodeRuntimeMended",
  entity: "node",
  revision: 1,
  fields: {},
  evolve: (node, _, at) =>
    node.runtimeTrouble === null ? node : { ...node, runtimeTrouble: { ...node.runtimeTrouble, endedAtUs: at } },
  example: {},
};
