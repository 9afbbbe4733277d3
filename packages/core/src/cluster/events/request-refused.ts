// The API server refused something the scenario asked for: nothing changed.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface RequestRefused {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** What the server answers. */
  readonly message: string;
}

export const requestRefused: EventDefinition<"RequestRefused", RequestRefused, ClusterState> = {
  type: "RequestRefused",
  entity: "cluster",
  revision: 1,
  fields: { kind: "string", namespace: "string", name: "string", message: "string" },
  evolve: (s) => s,
  announce: (_, d) => [
    {
      type: "Warning",
      reason: "RequestRefused",
      message: d.message,
      from: "api-server",
      object: { kind: d.kind, namespace: d.namespace, name: d.name },
    },
  ],
  example: { kind: "Deployment", namespace: "shop", name: "wbe", message: 'deployments.apps "wbe" not found' },
};
