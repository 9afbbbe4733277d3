// How far a worker is with its pod's volumes, and which sync waits for them.
import type { SimTime } from "@podsim/core";
import type { Token } from "../actor.js";

export interface VolumeMounts {
  state: "none" | "mounting" | "mounted";
  /** Names of the volumes that are set up already. */
  done: readonly string[];
  failureCount: number;
  /** When the waiting sync began to wait, -1 while none does. */
  waitingSinceUs: SimTime;
  /** End of its patience. */
  timeout: Token | null;
}

const NONE: readonly string[] = [];

export const noVolumeMounts = (): VolumeMounts => ({
  state: "none",
  done: NONE,
  failureCount: 0,
  waitingSinceUs: -1,
  timeout: null,
});
