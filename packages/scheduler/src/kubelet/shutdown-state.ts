// How far a node is with shutting down.
import type { Duration } from "@podsim/core";
import type { Token } from "../actor.js";
import type { PodWorker } from "./pod-worker.js";

export interface NodeShutdown {
  /** Position in GROUPS of the group that is being ended; its length once the power goes off. */
  group: number;
  readonly waiting: Set<PodWorker>;
  /** When the group's time is over. */
  timeout: Token;
  /** From power-off until the machine works again; null = never. */
  readonly backAfterUs: Duration | null;
}
