// The container runtime of a node, or its network plugin, stopped working; the kubelet finds out by itself.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";
import type { RuntimeTroubleKind } from "../runtime-trouble.js";

export interface NodeRuntimeTroubled {
  readonly trouble: RuntimeTroubleKind;
  /** What the network plugin answers; "" where it is not the plugin that answers. */
  readonly error: string;
}

export const nodeRuntimeTroubled: EventDefinition<"NodeRuntimeTroubled", NodeRuntimeTroubled, NodeState> = {
  type: "NodeRuntimeTroubled",
  entity: "node",
  revision: 1,
  fields: { trouble: { oneOf: ["cni-fails", "network-not-ready", "runtime-down"] }, error: "string" },
  evolve: (node, d, at) => ({
    ...node,
    runtimeTrouble: { kind: d.trouble, error: d.error, sinceUs: at, endedAtUs: null },
  }),
  example: { trouble: "cni-fails", error: 'plugin type="bridge" failed (add): no room' },
};
