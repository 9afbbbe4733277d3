// The controller wrote what it read, what it wants and in which condition the autoscaler is.
import type { EventDefinition } from "../../event.js";
import type { AutoscalerState, AutoscalerStatus, AutoscalerCondition } from "../autoscaler-state.js";

export interface AutoscalerStatusUpdated extends AutoscalerStatus {
  readonly conditions: readonly AutoscalerCondition[];
}

export const autoscalerStatusUpdated: EventDefinition<
  "AutoscalerStatusUpdated",
  AutoscalerStatusUpdated,
  AutoscalerState
> = {
  type: "AutoscalerStatusUpdated",
  entity: "autoscaler",
  revision: 1,
  fields: {
    currentReplicas: "int",
    desiredReplicas: "int",
    lastScaleUs: "int",
    currentMetrics: "json",
    conditions: "json",
  },
  evolve: (s, { conditions, ...status }) => ({ ...s, status, conditions }),
  example: {
    currentReplicas: 3,
    desiredReplicas: 5,
    lastScaleUs: 75_000_000,
    currentMetrics: [{ averageUtilization: 130, averageValueMilli: 650, valueMilli: null }],
    conditions: [
      {
        type: "AbleToScale",
        status: "True",
        reason: "SucceededRescale",
        message: "the HPA controller was able to update the target scale to 5",
        lastTransitionUs: 15_000_000,
      },
    ],
  },
};
