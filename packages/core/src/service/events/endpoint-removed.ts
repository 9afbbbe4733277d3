// A pod left a Service's endpoints.
import type { EventDefinition } from "../../event.js";
import type { ServiceState } from "../service-state.js";

export interface EndpointRemoved {
  readonly podIx: number;
}

export const endpointRemoved: EventDefinition<"EndpointRemoved", EndpointRemoved, ServiceState> = {
  type: "EndpointRemoved",
  entity: "service",
  revision: 1,
  fields: { podIx: "int" },
  evolve: (s) => s,
  example: { podIx: 0 },
};
