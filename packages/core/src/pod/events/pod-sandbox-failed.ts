// The runtime could not make the pod's sandbox: the sync ends, and the next one tries again.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";

export interface PodSandboxFailed {
  /** 0 if the pod never had one: then there is none to be replaced. */
  readonly attempt: number;
  readonly error: string;
}

export const podSandboxFailed: EventDefinition<"PodSandboxFailed", PodSandboxFailed, PodState> = {
  type: "PodSandboxFailed",
  entity: "pod",
  revision: 1,
  fields: { attempt: "int", error: "string" },
  evolve: (pod) => pod,
  announce: (pod, { attempt, error }) => {
    const failed = `Failed to create pod sandbox: ${error}`;
    const changed = "Pod sandbox changed, it will be killed and re-created.";
    return [
      ...(attempt === 0 ? [] : [aboutPod(pod, "kubelet", "Normal", "SandboxChanged", changed)]),
      aboutPod(pod, "kubelet", "Warning", "FailedCreatePodSandBox", failed),
    ];
  },
  example: { attempt: 0, error: "rpc error: code = Unknown desc = failed to setup network" },
};
