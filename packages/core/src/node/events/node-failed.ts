// The machine behind a node stopped working; the API server learns of it only by the node's silence.
import type { EventDefinition } from "../../event.js";
import type { FailureMode, NodeState } from "../node-state.js";

export interface NodeFailed {
  readonly mode: FailureMode;
}

export const nodeFailed: EventDefinition<"NodeFailed", NodeFailed, NodeState> = {
  type: "NodeFailed",
  entity: "node",
  revision: 1,
  fields: { mode: { oneOf: ["power-off", "kubelet-down", "partition", "hang", "vm-gone"] } },
  evolve: (node, d, at) => ({ ...node, failure: { mode: d.mode, sinceUs: at } }),
  example: { mode: "power-off" },
};
