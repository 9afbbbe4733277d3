// The kubelet tried to set up one of the pod's volumes and could not: what it is made from is missing.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";

export interface VolumeMountFailed {
  readonly volume: string;
  readonly error: string;
}

export const volumeMountFailed: EventDefinition<"VolumeMountFailed", VolumeMountFailed, PodState> = {
  type: "VolumeMountFailed",
  entity: "pod",
  revision: 1,
  fields: { volume: "string", error: "string" },
  evolve: (pod) => pod,
  announce: (pod, d) => {
    const message = `MountVolume.SetUp failed for volume "${d.volume}" : ${d.error}`;
    return [aboutPod(pod, "kubelet", "Warning", "FailedMount", message)];
  },
  example: { volume: "config", error: 'configmap "web-config" not found' },
};
