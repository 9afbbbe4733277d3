// The controller could not do what it was to do: find its target, read a metric, make a number of what it read.
import type { EventDefinition } from "../../event.js";
import { announceOf } from "../announce.js";
import type { AutoscalerState } from "../autoscaler-state.js";

export interface AutoscalerFailed {
  readonly reason: string;
  readonly message: string;
}

export const autoscalerFailed: EventDefinition<"AutoscalerFailed", AutoscalerFailed, AutoscalerState> = {
  type: "AutoscalerFailed",
  entity: "autoscaler",
  revision: 1,
  fields: { reason: "string", message: "string" },
  evolve: (s) => s,
  announce: (s, { reason, message }) => [announceOf(s, "Warning", reason, message)],
  example: {
    reason: "FailedGetResourceMetric",
    message:
      "failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API",
  },
};
