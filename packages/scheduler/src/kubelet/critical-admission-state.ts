// How far a kubelet is with making room for a critical pod.
import type { Token } from "../actor.js";
import type { PodWorker } from "./pod-worker.js";

/** A critical pod on its way in. */
export interface CriticalAdmission {
  readonly worker: PodWorker;
  /** Who has to go yet, the next one first. */
  readonly victims: PodWorker[];
  /** Who is being ended now. */
  victim: PodWorker | null;
  timeout: Token;
}
