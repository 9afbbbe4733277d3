// A kubelet looking at the pod found it to have been active for longer than its deadline.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodFailure, PodState } from "../pod-state.js";
import { withRuntime } from "../pod-state.js";

export type PodDeadlineExceeded = Record<never, never>;

const FAILURE: PodFailure = {
  reason: "DeadlineExceeded",
  message: "Pod was active on the node longer than the specified deadline",
  disruption: false,
};

/** Happens once for each time the kubelet works out the status, and is told each time. */
export const podDeadlineExceeded: EventDefinition<"PodDeadlineExceeded", PodDeadlineExceeded, PodState> = {
  type: "PodDeadlineExceeded",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod) => {
    const { sandbox, containers, imageBackOff, failure, resize } = pod.runtime;
    if (failure === FAILURE) return pod;
    return withRuntime(pod, { sandbox, containers, imageBackOff, failure: FAILURE, resize });
  },
  announce: (pod) => [aboutPod(pod, "kubelet", "Normal", FAILURE.reason, FAILURE.message)],
  example: {},
};
