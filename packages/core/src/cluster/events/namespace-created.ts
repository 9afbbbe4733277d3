// A namespace exists from now on; one that did already has these labels.
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
  evolve: (s, { name, labels }, at) => {
    const old = s.namespaces.find((namespace) => namespace.name === name);
    const { annotations = {}, createdAtUs = at } = old ?? {};
    return {
      ...s,
      namespaces: [...s.namespaces.filter((one) => one !== old), { name, labels, annotations, createdAtUs }],
    };
  },
  example: { name: "shop", labels: { "kubernetes.io/metadata.name": "shop" } },
};
