// Somebody is about to disrupt the pod and said so in its conditions.
import type { EventDefinition } from "../../event.js";
import { replaceCondition } from "../condition-list.js";
import type { PodState } from "../pod-state.js";
import { withStatus } from "../pod-state.js";

export interface PodDisruptionTargeted {
  readonly reason:
    | "PreemptionByScheduler"
    | "DeletionByTaintManager"
    | "EvictionByEvictionAPI"
    | "DeletionByPodGC"
    | "TerminationByKubelet";
  readonly message: string;
}

export const podDisruptionTargeted: EventDefinition<"PodDisruptionTargeted", PodDisruptionTargeted, PodState> = {
  type: "PodDisruptionTargeted",
  entity: "pod",
  revision: 1,
  fields: {
    reason: {
      oneOf: [
        "PreemptionByScheduler",
        "DeletionByTaintManager",
        "EvictionByEvictionAPI",
        "DeletionByPodGC",
        "TerminationByKubelet",
      ],
    },
    message: "string",
  },
  evolve: (pod, d, at) =>
    withStatus(
      pod,
      replaceCondition(
        pod.status,
        { type: "DisruptionTarget", status: "True", reason: d.reason, message: d.message },
        at,
      ),
    ),
  example: {
    reason: "DeletionByTaintManager",
    message: "Taint manager: deleting due to NoExecute taint",
  },
};
