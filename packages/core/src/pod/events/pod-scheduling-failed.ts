// A scheduling cycle ended without a node, or the binding to the node it found did not succeed.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import { replaceCondition } from "../condition-list.js";
import type { PodState } from "../pod-state.js";
import { podState } from "../pod-state.js";

export interface PodSchedulingFailed {
  /** FitError text, untruncated. */
  readonly message: string;
  readonly reason: "Unschedulable" | "SchedulerError";
}

const EVENT_MESSAGE_MAX = 1024;

export const podSchedulingFailed: EventDefinition<"PodSchedulingFailed", PodSchedulingFailed, PodState> = {
  type: "PodSchedulingFailed",
  entity: "pod",
  revision: 1,
  fields: { message: "string", reason: { oneOf: ["Unschedulable", "SchedulerError"] } },
  evolve: (pod, d, at) => {
    const { attempts, assumed } = pod.scheduling;
    const condition = { type: "PodScheduled", status: "False", reason: d.reason, message: d.message } as const;
    return podState(
      pod.identity,
      pod.binding,
      pod.deletion,
      { attempts: assumed === null ? attempts + 1 : attempts, lastAttemptAtUs: at, message: d.message, assumed: null },
      pod.runtime,
      replaceCondition(pod.status, condition, at),
      pod.kubeletCopy,
    );
  },
  announce: (pod, d) => {
    const text = d.message.length > EVENT_MESSAGE_MAX ? `${d.message.slice(0, EVENT_MESSAGE_MAX - 4)} ...` : d.message;
    return [aboutPod(pod, pod.identity.template.spec.schedulerName, "Warning", "FailedScheduling", text)];
  },
  example: { message: "0/3 nodes are available: 3 Insufficient cpu.", reason: "Unschedulable" },
};
