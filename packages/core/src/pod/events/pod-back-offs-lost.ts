// The kubelet that kept a pod's back-offs, why its containers wait, which probes failed and whether it had given the pod up
// is not the same any more: all of it is forgotten.
import type { EventDefinition } from "../../event.js";
import type { ContainerRuntime, PodState, StoredProbes } from "../pod-state.js";
import { withoutCopy } from "../kubelet-copy.js";
import { withRuntime } from "../pod-state.js";

export type PodBackOffsLost = Record<never, never>;

/** What condemns a container; what speaks for it is missed only later. */
const hasFailed = ({ startup, liveness }: StoredProbes): boolean => startup === "failure" || liveness === "failure";

const withoutFailures = ({ startup, liveness, readiness }: StoredProbes): StoredProbes => ({
  startup: startup === "failure" ? "unknown" : startup,
  liveness: liveness === "failure" ? "success" : liveness,
  readiness,
});

const withoutMemory = (c: ContainerRuntime): ContainerRuntime => ({
  current: c.current,
  previous: c.previous,
  failure: null,
  restartBackOff: null,
  probes: hasFailed(c.probes) ? withoutFailures(c.probes) : c.probes,
});

/** Whether there is anything to forget. */
export const hasBackOffs = ({ runtime, kubeletCopy }: PodState): boolean =>
  kubeletCopy !== null ||
  runtime.failure !== null ||
  Object.keys(runtime.imageBackOff).length > 0 ||
  runtime.containers.some((c) => c.failure !== null || c.restartBackOff !== null || hasFailed(c.probes));

export const podBackOffsLost: EventDefinition<"PodBackOffsLost", PodBackOffsLost, PodState> = {
  type: "PodBackOffsLost",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod) => {
    const { sandbox, containers, resize } = pod.runtime;
    const forgotten = containers.map(withoutMemory);
    return withRuntime(withoutCopy(pod), { sandbox, containers: forgotten, imageBackOff: {}, failure: null, resize });
  },
  example: {},
};
