// A namespace has these annotations from now on, and no others.
import type { Labels } from "../../api/meta.js";
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface NamespaceAnnotated {
  readonly name: string;
  readonly annotations: Labels;
}

export const namespaceAnnotated: EventDefinition<"NamespaceAnnotated", NamespaceAnnotated, ClusterState> = {
  type: "NamespaceAnnotated",
  entity: "cluster",
  revision: 1,
  fields: { name: "string", annotations: "json" },
  evolve: (s, { name, annotations }) => ({
    ...s,
    namespaces: s.namespaces.map((namespace) => (namespace.name === name ? { ...namespace, annotations } : namespace)),
  }),
  example: { name: "shop", annotations: { owner: "shop-team" } },
};
