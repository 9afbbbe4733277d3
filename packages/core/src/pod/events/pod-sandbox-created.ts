// The pod's sandbox (network namespace, address) is ready.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import { NEVER_STARTED } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";
import { specOf, withRuntime } from "../pod-state.js";

export interface PodSandboxCreated {
  /** 0 for the first. */
  readonly attempt: number;
  readonly ip: string;
}

export const podSandboxCreated: EventDefinition<"PodSandboxCreated", PodSandboxCreated, PodState> = {
  type: "PodSandboxCreated",
  entity: "pod",
  revision: 1,
  fields: { attempt: "int", ip: "string" },
  // A new sandbox makes every init container run again: their records are purged, their counters stay with the status.
  evolve: (pod, d) => {
    const initCount = specOf(pod).initContainers.length;
    const { containers, imageBackOff, failure, resize } = pod.runtime;
    return withRuntime(pod, {
      sandbox: { state: "ready", attempt: d.attempt, ip: d.ip },
      containers:
        d.attempt > 0 && initCount > 0
          ? containers.map((c, ix) => (ix < initCount ? { ...NEVER_STARTED, restartBackOff: c.restartBackOff } : c))
          : containers,
      imageBackOff,
      resize,
      failure,
    });
  },
  announce: (pod, d) =>
    d.attempt === 0
      ? []
      : [
          aboutPod(
            pod,
            "kubelet",
            "Normal",
            "SandboxChanged",
            "Pod sandbox changed, it will be killed and re-created.",
          ),
        ],
  example: { attempt: 0, ip: "10.0.0.2" },
};
