// A kubelet found its node short of something and set about getting some back.
import type { EventDefinition } from "../../event.js";
import type { StarvedResource } from "../../kubelet/eviction/threshold.js";
import type { NodeState } from "../node-state.js";

export interface NodeReclaimBegan {
  readonly resource: StarvedResource;
}

export const nodeReclaimBegan: EventDefinition<"NodeReclaimBegan", NodeReclaimBegan, NodeState> = {
  type: "NodeReclaimBegan",
  entity: "node",
  revision: 1,
  fields: { resource: { oneOf: ["memory", "ephemeral-storage", "pids"] } },
  evolve: (node) => node,
  announce: (node, d) => [
    {
      type: "Warning",
      reason: "EvictionThresholdMet",
      message: `Attempting to reclaim ${d.resource}`,
      from: "kubelet",
      object: { kind: "Node", namespace: "", name: node.name },
    },
  ],
  example: { resource: "memory" },
};
