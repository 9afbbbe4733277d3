// The node's Ready condition changed in the API server: by its kubelet, or by the node controller that stopped hearing of it.
import type { EventDefinition } from "../../event.js";
import type { ConditionStatus } from "../../pod/pod-state.js";
import type { NodeState } from "../node-state.js";

export interface NodeReadyChanged {
  readonly status: ConditionStatus;
  /** KubeletReady, KubeletNotReady, NodeStatusUnknown … */
  readonly reason: string;
}

export const nodeReadyChanged: EventDefinition<"NodeReadyChanged", NodeReadyChanged, NodeState> = {
  type: "NodeReadyChanged",
  entity: "node",
  revision: 1,
  fields: { status: { oneOf: ["True", "False", "Unknown"] }, reason: "string" },
  evolve: (node, d, at) => ({
    ...node,
    ready: d.status,
    readyReason: d.reason,
    readyTransitionUs: at,
    silenceChangedUs: node.ready === "Unknown" || d.status === "Unknown" ? at : node.silenceChangedUs,
    // It is the node controller that turns it Unknown.
    statusChangedUs: d.status === "Unknown" ? node.statusChangedUs : at,
  }),
  announce: (node, d) => {
    const word = d.status === "True" ? "NodeReady" : "NodeNotReady";
    return [
      {
        type: "Normal",
        reason: word,
        message: `Node ${node.name} status is now: ${word}`,
        from: d.status === "Unknown" ? "node-controller" : "kubelet",
        object: { kind: "Node", namespace: "", name: node.name },
      },
    ];
  },
  example: { status: "Unknown", reason: "NodeStatusUnknown" },
};
