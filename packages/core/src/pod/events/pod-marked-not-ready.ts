// The node controller set Ready=False because the pod's node stopped answering; the phase stays.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";
import { withStatus } from "../pod-state.js";
import { markNotReady } from "../report-status.js";

export type PodMarkedNotReady = Record<never, never>;

export const podMarkedNotReady: EventDefinition<"PodMarkedNotReady", PodMarkedNotReady, PodState> = {
  type: "PodMarkedNotReady",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod, _, at) => withStatus(pod, markNotReady(pod.status, at)),
  announce: (pod) => [aboutPod(pod, "node-controller", "Warning", "NodeNotReady", "Node is not ready")],
  example: {},
};
