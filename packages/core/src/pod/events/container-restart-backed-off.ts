// A sync found an exited container in back-off and did not start it.
import type { EventDefinition } from "../../event.js";
import type { Duration } from "../../time.js";
import { formatGoDuration } from "../../time.js";
import { aboutContainer } from "../announce.js";
import { containerAt } from "../container-list.js";
import { runtimeAt, withFailure } from "../container-runtime.js";
import type { PodState, StartFailure } from "../pod-state.js";
import { specOf } from "../pod-state.js";

export interface ContainerRestartBackedOff {
  readonly container: number;
}

const formatPod = (pod: PodState): string => `${pod.identity.name}_${pod.identity.namespace}(${pod.identity.uid})`;

/** What was said of a container, by the back-off it was said of: most syncs find what the one before has found. */
const backOffsOf = new WeakMap<StartFailure, Duration>();

export const containerRestartBackedOff: EventDefinition<
  "ContainerRestartBackedOff",
  ContainerRestartBackedOff,
  PodState
> = {
  type: "ContainerRestartBackedOff",
  entity: "pod",
  revision: 1,
  fields: { container: "int" },
  evolve: (pod, d) => {
    const { failure, restartBackOff } = runtimeAt(pod, d.container);
    const backOffUs = restartBackOff?.backOffUs ?? 0;
    if (failure !== null && backOffsOf.get(failure) === backOffUs) return pod;
    const name = containerAt(specOf(pod), d.container).name;
    const message = `back-off ${formatGoDuration(backOffUs)} restarting failed container=${name} pod=${formatPod(pod)}`;
    const said: StartFailure = { reason: "CrashLoopBackOff", message };
    backOffsOf.set(said, backOffUs);
    return withFailure(pod, d.container, said);
  },
  announce: (pod, d) => {
    const name = containerAt(specOf(pod), d.container).name;
    const text = `Back-off restarting failed container ${name} in pod ${formatPod(pod)}`;
    return [aboutContainer(pod, d.container, "Warning", "BackOff", text)];
  },
  example: { container: 0 },
};
