// The ConfigMap object is gone.
import type { EventDefinition } from "../../event.js";
import type { ConfigMapState } from "../config-map-state.js";

export type ConfigMapDeleted = Record<never, never>;

export const configMapDeleted: EventDefinition<"ConfigMapDeleted", ConfigMapDeleted, ConfigMapState> = {
  type: "ConfigMapDeleted",
  entity: "config-map",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
