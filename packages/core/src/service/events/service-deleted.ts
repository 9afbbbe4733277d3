// The Service object is gone, and its endpoints with it.
import type { EventDefinition } from "../../event.js";
import type { ServiceState } from "../service-state.js";

export type ServiceDeleted = Record<never, never>;

export const serviceDeleted: EventDefinition<"ServiceDeleted", ServiceDeleted, ServiceState> = {
  type: "ServiceDeleted",
  entity: "service",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
