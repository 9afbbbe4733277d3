// The controller gave its target another number of replicas. What led to it is kept: what the metrics alone asked for, and
// what the stabilization windows made of that.
import type { EventDefinition } from "../../event.js";
import { announceOf } from "../announce.js";
import type { AutoscalerState } from "../autoscaler-state.js";

export interface AutoscalerRescaled {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  /** -1 where no metric was asked. */
  readonly recommended: number;
  readonly stabilized: number;
}

export const autoscalerRescaled: EventDefinition<"AutoscalerRescaled", AutoscalerRescaled, AutoscalerState> = {
  type: "AutoscalerRescaled",
  entity: "autoscaler",
  revision: 1,
  fields: { from: "int", to: "int", reason: "string", recommended: "int", stabilized: "int" },
  evolve: (s) => s,
  announce: (s, { to, reason }) => [
    announceOf(s, "Normal", "SuccessfulRescale", `New size: ${String(to)}; reason: ${reason}`),
  ],
  example: {
    from: 3,
    to: 5,
    reason: "cpu resource utilization (percentage of request) above target",
    recommended: 5,
    stabilized: 5,
  },
};
