// From now on pulls from a registry fail.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface RegistryOutageBegan {
  readonly name: string;
  readonly registry: string;
  readonly error: string;
  readonly failsAfterUs: number;
}

export const registryOutageBegan: EventDefinition<"RegistryOutageBegan", RegistryOutageBegan, ClusterState> = {
  type: "RegistryOutageBegan",
  entity: "cluster",
  revision: 1,
  fields: { name: "string", registry: "string", error: "string", failsAfterUs: "int" },
  evolve: (s, d) => ({
    ...s,
    outages: [...s.outages, { name: d.name, registry: d.registry, error: d.error, failsAfterUs: d.failsAfterUs }],
  }),
  example: { name: "registry-down", registry: "registry.example", error: "i/o timeout", failsAfterUs: 30_000_000 },
};
