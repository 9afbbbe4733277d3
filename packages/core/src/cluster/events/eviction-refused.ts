// The eviction API answered 429: the pod's disruption budget does not allow it now.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface EvictionRefused {
  readonly namespace: string;
  readonly pod: string;
  readonly budget: string;
}

export const evictionRefused: EventDefinition<"EvictionRefused", EvictionRefused, ClusterState> = {
  type: "EvictionRefused",
  entity: "cluster",
  revision: 1,
  fields: { namespace: "string", pod: "string", budget: "string" },
  evolve: (s) => s,
  announce: (_, d) => [
    {
      type: "Warning",
      reason: "EvictionRefused",
      message: `Cannot evict pod as it would violate the pod's disruption budget ${d.budget}.`,
      from: "eviction-api",
      object: { kind: "Pod", namespace: d.namespace, name: d.pod },
    },
  ],
  example: { namespace: "shop", pod: "web-1", budget: "web" },
};
