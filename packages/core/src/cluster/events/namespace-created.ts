// A namespace exists from now on.
import type { Labels } from "../../api/meta.js";
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface NamespaceCreated {
  readonly name: string;
  readonly labels: Labels;
}

export const namespaceCreated: EventDefinition<"NamespaceCreated", NamespaceCreated, ClusterState> = {
  type: "NamespaceCreated",
  entity: "cluster",
  revision: 1,
  fields: { name: "string", labels: "json" },
  evolve: (s, d, at) => ({
    ...s,
    namespaces: [...s.namespaces.filter((n) => n.name !== d.name), { name: d.name, labels: d.labels, createdAtUs: at }],
  }),
  example: { name: "shop", labels: { "kubernetes.io/metadata.name": "shop" } },
};
