// A kubelet that is cut off from the API server made a changed status of the pod: nobody but itself goes by it yet.
import type { EventDefinition } from "../../event.js";
import { byKubelet } from "../kubelet-copy.js";
import type { PodState } from "../pod-state.js";
import { withStatus } from "../pod-state.js";
import type { ReportStage } from "../report-status.js";
import { reportStatus } from "../report-status.js";

export interface PodStatusKept {
  readonly stage: ReportStage;
}

const keep = byKubelet((pod, { stage }: PodStatusKept, at) => withStatus(pod, reportStatus(pod, at, stage)));

export const podStatusKept: EventDefinition<"PodStatusKept", PodStatusKept, PodState> = {
  type: "PodStatusKept",
  entity: "pod",
  revision: 1,
  fields: { stage: { oneOf: ["syncing", "terminating", "terminated"] } },
  evolve: (pod, d, at) => (pod.kubeletCopy === null ? pod : keep(pod, d, at)),
  example: { stage: "syncing" },
};
