// The kubelet refused to run the pod at admission: no container ever starts, the pod is Failed.
import type { EventDefinition } from "../../event.js";
import { NOT_YET, SECOND } from "../../time.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";
import { withStatus } from "../pod-state.js";

export interface PodRejected {
  /** OutOfcpu, OutOfpods, NodeAffinity, Evicted, NodeShutdown … */
  readonly reason: string;
  readonly message: string;
}

/** Conditions the kubelet writes; its rejection leaves everybody else's alone. */
const KUBELET_OWNED: readonly string[] = [
  "PodReadyToStartContainers",
  "Initialized",
  "Ready",
  "ContainersReady",
  "PodScheduled",
];

export const podRejected: EventDefinition<"PodRejected", PodRejected, PodState> = {
  type: "PodRejected",
  entity: "pod",
  revision: 1,
  fields: { reason: "string", message: "string" },
  evolve: (pod, d, at) =>
    withStatus(pod, {
      phase: "Failed",
      reason: d.reason,
      message: `Pod was rejected: ${d.message}`,
      startTimeUs: pod.status.startTimeUs !== NOT_YET ? pod.status.startTimeUs : Math.floor(at / SECOND) * SECOND,
      podIP: null,
      nominatedNodeName: pod.status.nominatedNodeName,
      conditions: pod.status.conditions.filter((c) => !KUBELET_OWNED.includes(c.type)),
      initContainerStatuses: [],
      containerStatuses: [],
      ephemeralContainerStatuses: [],
    }),
  announce: (pod, d) => [aboutPod(pod, "kubelet", "Warning", d.reason, d.message)],
  example: {
    reason: "OutOfcpu",
    message: "Node didn't have enough resource: cpu, requested: 4000, used: 500, capacity: 2000",
  },
};
