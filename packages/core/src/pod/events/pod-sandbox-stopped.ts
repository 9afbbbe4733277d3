// The pod's sandbox is gone: stopped by the kubelet at teardown, or lost with its node.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";
import { withRuntime } from "../pod-state.js";

export type PodSandboxStopped = Record<never, never>;

export const podSandboxStopped: EventDefinition<"PodSandboxStopped", PodSandboxStopped, PodState> = {
  type: "PodSandboxStopped",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod) => {
    const { sandbox, containers, imageBackOff, failure, resize } = pod.runtime;
    return withRuntime(pod, {
      sandbox: { state: "stopped", attempt: sandbox.attempt, ip: sandbox.ip },
      containers,
      imageBackOff,
      resize,
      failure,
    });
  },
  example: {},
};
