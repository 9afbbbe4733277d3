// A pod joined a Service's endpoints, or its conditions there changed.
import type { EventDefinition } from "../../event.js";
import type { ServiceState } from "../service-state.js";

export interface EndpointSet {
  readonly podIx: number;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
}

export const endpointSet: EventDefinition<"EndpointSet", EndpointSet, ServiceState> = {
  type: "EndpointSet",
  entity: "service",
  revision: 1,
  fields: { podIx: "int", ready: "boolean", serving: "boolean", terminating: "boolean" },
  evolve: (s) => s,
  example: { podIx: 0, ready: true, serving: true, terminating: false },
};
