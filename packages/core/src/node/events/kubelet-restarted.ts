// The kubelet of a node stopped and started again at once; its containers ran on.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export type KubeletRestarted = Record<never, never>;

export const kubeletRestarted: EventDefinition<"KubeletRestarted", KubeletRestarted, NodeState> = {
  type: "KubeletRestarted",
  entity: "node",
  revision: 1,
  fields: {},
  evolve: (node) => node,
  announce: (node) => [
    {
      type: "Normal",
      reason: "Starting",
      message: "Starting kubelet.",
      from: "kubelet",
      object: { kind: "Node", namespace: "", name: node.name },
    },
  ],
  example: {},
};
