// Pulls from the registry work again.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface RegistryOutageEnded {
  readonly name: string;
}

export const registryOutageEnded: EventDefinition<"RegistryOutageEnded", RegistryOutageEnded, ClusterState> = {
  type: "RegistryOutageEnded",
  entity: "cluster",
  revision: 1,
  fields: { name: "string" },
  evolve: (s, d) => ({ ...s, outages: s.outages.filter((o) => o.name !== d.name) }),
  example: { name: "registry-down" },
};
