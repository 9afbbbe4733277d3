// spec.unschedulable became false.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export type NodeUncordoned = Record<never, never>;

export const nodeUncordoned: EventDefinition<"NodeUncordoned", NodeUncordoned, NodeState> = {
  type: "NodeUncordoned",
  entity: "node",
  revision: 1,
  fields: {},
  evolve: (node) => ({ ...node, unschedulable: false }),
  announce: (node) => [
    {
      type: "Normal",
      reason: "NodeSchedulable",
      message: `Node ${node.name} status is now: NodeSchedulable`,
      from: "kubelet",
      object: { kind: "Node", namespace: "", name: node.name },
    },
  ],
  example: {},
};
