// The node object is gone from the API server.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export type NodeRemoved = Record<never, never>;

export const nodeRemoved: EventDefinition<"NodeRemoved", NodeRemoved, NodeState> = {
  type: "NodeRemoved",
  entity: "node",
  revision: 1,
  fields: {},
  evolve: (node) => node,
  announce: (node) => [
    {
      type: "Normal",
      reason: "RemovingNode",
      message: `Node ${node.name} event: Removing Node ${node.name} from Controller`,
      from: "node-controller",
      object: { kind: "Node", namespace: "", name: node.name },
    },
  ],
  example: {},
};
