// The kubelet sent a changed status to the API server: from now on clients see what the node knew at this instant. One that
// was cut off until now sends the status it has, and knows the pod as it is again.
import type { EventDefinition } from "../../event.js";
import { rejoined } from "../kubelet-copy.js";
import type { PodState } from "../pod-state.js";
import { withDeletionObserved, withStatus } from "../pod-state.js";
import { reportStatus } from "../report-status.js";

export interface PodStatusReported {
  /** Which part of the pod worker reported: an ordinary sync, the end of the teardown, or the final clean-up. */
  readonly stage: "syncing" | "terminating" | "terminated";
}

export const podStatusReported: EventDefinition<"PodStatusReported", PodStatusReported, PodState> = {
  type: "PodStatusReported",
  entity: "pod",
  revision: 1,
  fields: { stage: { oneOf: ["syncing", "terminating", "terminated"] } },
  evolve: (pod, d, at) => {
    if (pod.kubeletCopy !== null) return rejoined(pod, at);
    const status = reportStatus(pod, at, d.stage);
    return withStatus(withDeletionObserved(pod), status);
  },
  example: { stage: "syncing" },
};
