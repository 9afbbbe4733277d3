// An autoscaler of nodes said what it does, or why it does nothing, about a pod, a node or itself.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface NodeAutoscalerNoted {
  /** Who says it: cluster-autoscaler, karpenter. */
  readonly from: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** What it is about. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export const nodeAutoscalerNoted: EventDefinition<"NodeAutoscalerNoted", NodeAutoscalerNoted, ClusterState> = {
  type: "NodeAutoscalerNoted",
  entity: "cluster",
  revision: 1,
  fields: {
    from: "string",
    type: { oneOf: ["Normal", "Warning"] },
    reason: "string",
    message: "string",
    kind: "string",
    namespace: "string",
    name: "string",
  },
  evolve: (s) => s,
  announce: (_, { from, type, reason, message, kind, namespace, name }) => [
    { type, reason, message, from, object: { kind, namespace, name } },
  ],
  example: {
    from: "cluster-autoscaler",
    type: "Normal",
    reason: "TriggeredScaleUp",
    message: "pod triggered scale-up: [{general 1->3 (max: 10)}]",
    kind: "Pod",
    namespace: "default",
    name: "web-1",
  },
};
