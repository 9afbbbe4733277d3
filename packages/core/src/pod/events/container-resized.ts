// A container runs with the resources that are set aside for it now.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";
import { specOf, withRuntime } from "../pod-state.js";
import { podResize, resizeText, resourcesIn } from "../resize.js";

export interface ContainerResized {
  readonly container: number;
}

export const containerResized: EventDefinition<"ContainerResized", ContainerResized, PodState> = {
  type: "ContainerResized",
  entity: "pod",
  revision: 1,
  fields: { container: "int" },
  evolve: (pod, { container }) => {
    const { resize } = pod.runtime;
    const given = resize?.allocated[container];
    if (resize === null || given === undefined) return pod;
    const { allocated, pending } = resize;
    const next = podResize(specOf(pod), {
      allocated,
      actual: resize.actual.with(container, given),
      pending,
    });
    return withRuntime(pod, { ...pod.runtime, resize: next });
  },
  announce: (pod) =>
    pod.runtime.resize !== null
      ? []
      : [
          aboutPod(
            pod,
            "kubelet",
            "Normal",
            "ResizeCompleted",
            `Pod resize completed: ${resizeText(pod, resourcesIn(specOf(pod)))}`,
          ),
        ],
  example: { container: 0 },
};
