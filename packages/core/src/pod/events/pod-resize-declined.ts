// The kubelet cannot set aside what a resized pod asks for: not now (Deferred), or never on this node (Infeasible).
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";
import { specOf, withRuntime } from "../pod-state.js";
import { podResize, resizeText, resourcesIn } from "../resize.js";

export interface PodResizeDeclined {
  readonly reason: "Deferred" | "Infeasible";
  readonly message: string;
}

export const podResizeDeclined: EventDefinition<"PodResizeDeclined", PodResizeDeclined, PodState> = {
  type: "PodResizeDeclined",
  entity: "pod",
  revision: 1,
  fields: { reason: { oneOf: ["Deferred", "Infeasible"] }, message: "string" },
  evolve: (pod, { reason, message }) => {
    const { resize } = pod.runtime;
    if (resize === null) return pod;
    const { allocated, actual } = resize;
    const next = podResize(specOf(pod), { allocated, actual, pending: { reason, message } });
    return withRuntime(pod, { ...pod.runtime, resize: next });
  },
  announce: (pod, { reason, message }) => {
    const text = `Pod resize ${reason}: ${resizeText(pod, resourcesIn(specOf(pod)), message)}`;
    return [aboutPod(pod, "kubelet", "Warning", `Resize${reason}`, text)];
  },
  example: { reason: "Infeasible", message: "Node didn't have enough capacity: cpu, requested: 8000, capacity: 4000" },
};
