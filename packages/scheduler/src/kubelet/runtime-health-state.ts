// What a kubelet has found out about its container runtime.
import type { PodWorker } from "./pod-worker.js";

export interface RuntimeHealth {
  /** What the kubelet goes by: "network" stops syncs of pods with a network of their own, "down" all of them. */
  seen: "well" | "network" | "down";
  /** Workers that go on when the runtime answers again. */
  readonly waiting: Set<PodWorker>;
  /** A report of the node's readiness is planned. */
  isReporting: boolean;
}
