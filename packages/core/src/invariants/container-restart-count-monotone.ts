// Restarts are counted up.
import type { ContainerStatus, PodState } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

const fallen = (was: readonly ContainerStatus[], is: readonly ContainerStatus[]): ContainerStatus | undefined =>
  is.find((status) => {
    const old = was.find(({ name }) => name === status.name);
    return old !== undefined && old.restartCount > status.restartCount;
  });

const judged = (was: PodState, is: PodState): ContainerStatus | undefined =>
  fallen(was.status.containerStatuses, is.status.containerStatuses) ??
  fallen(was.status.initContainerStatuses, is.status.initContainerStatuses);

export const containerRestartCountMonotone: Invariant = step(
  "container.restartCountMonotone",
  "restartCount of a container never falls",
  (before, { subject }, after) => {
    const was = before.pods.at(subject);
    const is = after.pods.at(subject);
    if (was === undefined || is === undefined || was.status === is.status) return true;
    const found = judged(was, is);
    return found === undefined || violated(`restartCount of ${found.name} fell`, podWitness(is));
  },
  {
    page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts",
    hears: ["PodStatusReported"],
  },
);
