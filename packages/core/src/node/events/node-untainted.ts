// A taint was taken off a node.
import type { TaintEffect } from "../../api/meta.js";
import type { EventDefinition } from "../../event.js";
import { taintId } from "../condition-taints.js";
import type { NodeState } from "../node-state.js";

export interface NodeUntainted {
  readonly key: string;
  readonly effect: TaintEffect;
}

export const nodeUntainted: EventDefinition<"NodeUntainted", NodeUntainted, NodeState> = {
  type: "NodeUntainted",
  entity: "node",
  revision: 1,
  fields: { key: "string", effect: { oneOf: ["NoSchedule", "PreferNoSchedule", "NoExecute"] } },
  evolve: (node, d) => {
    const { [taintId(d)]: _, ...taintedAtUs } = node.taintedAtUs;
    const taints = node.taints.filter((t) => !(t.key === d.key && t.effect === d.effect));
    return { ...node, taints, taintedAtUs };
  },
  example: { key: "node.kubernetes.io/unreachable", effect: "NoExecute" },
};
