// Something goes wrong with the processes of one pod: they end, they answer nobody, or they answer late.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";

/**
 * "crash": they end now. "hang": they answer no probe and heed no SIGTERM; a container that is started anew is well. "slow":
 * whatever is started in the pod answers its probes late.
 */
export type PodTrouble = "crash" | "hang" | "slow";

export interface PodTroubled {
  readonly trouble: PodTrouble;
  /** Of those that end. */
  readonly exitCode: number;
  /** From a probe's question to the answer of a slow one. */
  readonly answersAfterUs: number;
}

export const podTroubled: EventDefinition<"PodTroubled", PodTroubled, PodState> = {
  type: "PodTroubled",
  entity: "pod",
  revision: 1,
  fields: { trouble: { oneOf: ["crash", "hang", "slow"] }, exitCode: "int", answersAfterUs: "int" },
  // Nobody sees it but by what comes of it.
  evolve: (pod) => pod,
  example: { trouble: "hang", exitCode: 0, answersAfterUs: 0 },
};
