// A taint was put on a node.
import type { TaintEffect } from "../../api/meta.js";
import type { EventDefinition } from "../../event.js";
import { isStampedTaint, taintId } from "../condition-taints.js";
import type { NodeState } from "../node-state.js";

export interface NodeTainted {
  readonly key: string;
  readonly value: string;
  readonly effect: TaintEffect;
}

export const nodeTainted: EventDefinition<"NodeTainted", NodeTainted, NodeState> = {
  type: "NodeTainted",
  entity: "node",
  revision: 1,
  fields: {
    key: "string",
    value: "string",
    effect: { oneOf: ["NoSchedule", "PreferNoSchedule", "NoExecute"] },
  },
  // A taint is identified by key and effect; putting it on again replaces its value in place.
  evolve: (node, d, at) => {
    const taint = { key: d.key, value: d.value, effect: d.effect };
    const place = node.taints.findIndex((t) => t.key === d.key && t.effect === d.effect);
    return {
      ...node,
      taints: place < 0 ? [...node.taints, taint] : node.taints.with(place, taint),
      taintedAtUs: isStampedTaint(d) ? { ...node.taintedAtUs, [taintId(d)]: at } : node.taintedAtUs,
    };
  },
  example: { key: "node.kubernetes.io/unreachable", value: "", effect: "NoExecute" },
};
