// A controller, not the kubelet, wrote phase Failed: pod garbage collection does so before it deletes.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";
import { isTerminalPhase, withStatus } from "../pod-state.js";

export interface PodFailedByController {
  readonly reason: string;
  readonly message: string;
}

export const podFailedByController: EventDefinition<"PodFailedByController", PodFailedByController, PodState> = {
  type: "PodFailedByController",
  entity: "pod",
  revision: 1,
  fields: { reason: "string", message: "string" },
  evolve: (pod, d) => {
    const s = pod.status;
    if (isTerminalPhase(s.phase)) return pod;
    return withStatus(pod, {
      phase: "Failed",
      reason: d.reason,
      message: d.message,
      startTimeUs: s.startTimeUs,
      podIP: s.podIP,
      nominatedNodeName: s.nominatedNodeName,
      conditions: s.conditions,
      initContainerStatuses: s.initContainerStatuses,
      containerStatuses: s.containerStatuses,
      ephemeralContainerStatuses: s.ephemeralContainerStatuses,
    });
  },
  example: { reason: "", message: "" },
};
