// The kubelet set aside what a resized pod asks for; containers that run are still to be given it.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import { runtimeAt } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";
import { specOf, withRuntime } from "../pod-state.js";
import { podResize, resizeText, resourcesIn } from "../resize.js";

export const podResizeAllocated: EventDefinition<"PodResizeAllocated", Record<never, never>, PodState> = {
  type: "PodResizeAllocated",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod) => {
    const { resize } = pod.runtime;
    if (resize === null) return pod;
    const allocated = resourcesIn(specOf(pod));
    const actual = allocated.map((next, ix) =>
      runtimeAt(pod, ix).current?.state === "running" ? (resize.actual[ix] ?? next) : next,
    );
    const next = podResize(specOf(pod), { allocated, actual, pending: null });
    return withRuntime(pod, { ...pod.runtime, resize: next });
  },
  announce: (pod) => {
    const { resize } = pod.runtime;
    if (resize === null) return [];
    const text = `Pod resize started: ${resizeText(pod, resize.allocated)}`;
    return [aboutPod(pod, "kubelet", "Normal", "ResizeStarted", text)];
  },
  example: {},
};
