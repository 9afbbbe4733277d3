// spec.unschedulable became true.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export type NodeCordoned = Record<never, never>;

export const nodeCordoned: EventDefinition<"NodeCordoned", NodeCordoned, NodeState> = {
  type: "NodeCordoned",
  entity: "node",
  revision: 1,
  fields: {},
  evolve: (node) => ({ ...node, unschedulable: true }),
  announce: (node) => [
    {
      type: "Normal",
      reason: "NodeNotSchedulable",
      message: `Node ${node.name} status is now: NodeNotSchedulable`,
      from: "kubelet",
      object: { kind: "Node", namespace: "", name: node.name },
    },
  ],
  example: {},
};
