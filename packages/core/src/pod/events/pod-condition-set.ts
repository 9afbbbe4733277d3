// Somebody other than the kubelet set a condition of the pod, such as one a readiness gate waits for.
import type { EventDefinition } from "../../event.js";
import { replaceCondition } from "../condition-list.js";
import type { ConditionStatus, PodState } from "../pod-state.js";
import { withStatus } from "../pod-state.js";

export interface PodConditionSet {
  readonly conditionType: string;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
}

export const podConditionSet: EventDefinition<"PodConditionSet", PodConditionSet, PodState> = {
  type: "PodConditionSet",
  entity: "pod",
  revision: 1,
  fields: {
    conditionType: "string",
    status: { oneOf: ["True", "False", "Unknown"] },
    reason: "string",
    message: "string",
  },
  evolve: (pod, { conditionType: type, status, reason, message }, at) =>
    withStatus(pod, replaceCondition(pod.status, { type, status, reason, message }, at)),
  example: { conditionType: "example.com/in-load-balancer", status: "True", reason: "", message: "" },
};
