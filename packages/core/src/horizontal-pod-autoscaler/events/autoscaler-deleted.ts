// The HorizontalPodAutoscaler is gone; what it scaled stays as it is.
import type { EventDefinition } from "../../event.js";
import type { AutoscalerState } from "../autoscaler-state.js";

export type AutoscalerDeleted = Record<never, never>;

export const autoscalerDeleted: EventDefinition<"AutoscalerDeleted", AutoscalerDeleted, AutoscalerState> = {
  type: "AutoscalerDeleted",
  entity: "autoscaler",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
