// A pod on its way through the scheduling queue, and what its tries have come to so far.
import type { SimTime } from "@podsim/core";
import type { HeapMember } from "./heap.js";
import type { PodView } from "./pod-view.js";
import type { ClusterEvent } from "./wake.js";

/** Where in the queue a pod is; "in-flight" = it was taken out and its try is not over. */
export type Station = "active" | "back-off" | "error-back-off" | "unschedulable" | "in-flight" | "gone";

export interface QueuedPod extends HeapMember {
  pod: PodView;
  station: Station;
  /** When it entered, or last came back from a failed try. */
  timestampUs: SimTime;
  /** Order of entry: breaks ties of priority and time. */
  readonly sequence: number;
  /** Tries so far, the present one included. */
  attempts: number;
  /** Tries that ended with a verdict; never reset. */
  rejections: number;
  /** Tries in a row that ended with an error. */
  errorsInARow: number;
  /** See backOffExpiry; as of the last failure. */
  backOffExpiryUs: SimTime;
  /** The plugins that rejected it last; none = its last try ended with an error. */
  rejectedBy: ReadonlySet<string>;
  /** Those of them that only asked it to wait for something they know of. */
  pendingOn: ReadonlySet<string>;
  /** The plugin that keeps it from entering, "" if none does. */
  gatedBy: string;
  /** What happened in the cluster since its try began; null = it is not being tried. */
  meanwhile: ClusterEvent[] | null;
}

export const NO_PLUGINS: ReadonlySet<string> = new Set();

export const queuedPod = (pod: PodView, now: SimTime, sequence: number): QueuedPod => ({
  pod,
  station: "gone",
  timestampUs: now,
  sequence,
  attempts: 0,
  rejections: 0,
  errorsInARow: 0,
  backOffExpiryUs: -1,
  rejectedBy: NO_PLUGINS,
  pendingOn: NO_PLUGINS,
  gatedBy: "",
  meanwhile: null,
  heapIx: -1,
});
