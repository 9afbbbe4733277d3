// Init containers first, in order.
import { containerAt, isEphemeralIx, isInitIx, isSidecar } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ContainerStarted } from "../pod/events/container-started.js";
import type { PodState } from "../pod/pod-state.js";
import { specOf } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

/** The first of the init containers before `ix` that is not done; null = all are. */
const undoneBefore = (pod: PodState, ix: number): string | null => {
  const { initContainers } = specOf(pod);
  for (let k = 0; k < Math.min(ix, initContainers.length); k++) {
    const container = containerAt(specOf(pod), k);
    const { current } = runtimeAt(pod, k);
    const isDone = isSidecar(container) ? current !== null : current?.state === "exited" && current.exitCode === 0;
    if (!isDone) return container.name;
  }
  return null;
};

export const podInitBeforeApp: Invariant = step(
  "pod.initBeforeApp",
  "a container starts only after every init container before it is done, unless it is ephemeral",
  (_before, { data, subject }, after) => {
    const pod = after.pods.at(subject);
    if (pod === undefined) return true;
    const { container } = data as ContainerStarted;
    if (isEphemeralIx(specOf(pod), container)) return true;
    // A sidecar that comes back while others go on is no start-up.
    if (isInitIx(specOf(pod), container) && (runtimeAt(pod, container).current?.attempt ?? 0) > 0) return true;
    const undone = undoneBefore(pod, container);
    if (undone === null) return true;
    return violated(`${containerAt(specOf(pod), container).name} started before ${undone} was done`, podWitness(pod));
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/pods/init-containers/", hears: ["ContainerStarted"] },
);
