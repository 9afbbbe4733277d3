// The kubelet gave a pod up for its node's sake: evicted it, or shuts down. Its phase shows once its containers stopped.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";
import { withRuntime } from "../pod-state.js";

export interface PodFailedByKubelet {
  /** Evicted, Terminated */
  readonly reason: string;
  readonly message: string;
  /** The status will carry DisruptionTarget=True. */
  readonly disruption: boolean;
  /** Whether an Event tells of it. */
  readonly announced: boolean;
}

export const podFailedByKubelet: EventDefinition<"PodFailedByKubelet", PodFailedByKubelet, PodState> = {
  type: "PodFailedByKubelet",
  entity: "pod",
  revision: 1,
  fields: { reason: "string", message: "string", disruption: "boolean", announced: "boolean" },
  evolve: (pod, { reason, message, disruption }) => {
    const { sandbox, containers, imageBackOff, resize } = pod.runtime;
    return withRuntime(pod, { sandbox, containers, imageBackOff, failure: { reason, message, disruption }, resize });
  },
  announce: (pod, d) => (d.announced ? [aboutPod(pod, "kubelet", "Warning", d.reason, d.message)] : []),
  example: { reason: "Evicted", message: "The node was low on resource: memory. ", disruption: true, announced: true },
};
