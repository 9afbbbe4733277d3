// A sync found an exited container in back-off and did not start it.
import type { EventDefinition } from "../../event.js";
import { formatGoDuration } from "../../time.js";
import { aboutContainer } from "../announce.js";
import { containerAt } from "../container-list.js";
import { runtimeAt, withFailure } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";
import { specOf } from "../pod-state.js";

export interface ContainerRestartBackedOff {
  readonly container: number;
}

const formatPod = (pod: PodState): string => `${pod.identity.name}_${pod.identity.namespace}(${pod.identity.uid})`;

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
    const wait = formatGoDuration(runtimeAt(pod, d.container).restartBackOff?.backOffUs ?? 0);
    const name = containerAt(specOf(pod), d.container).name;
    return withFailure(pod, d.container, {
      reason: "CrashLoopBackOff",
      message: `back-off ${wait} restarting failed container=${name} pod=${formatPod(pod)}`,
    });
  },
  announce: (pod, d) => {
    const name = containerAt(specOf(pod), d.container).name;
    const text = `Back-off restarting failed container ${name} in pod ${formatPod(pod)}`;
    return [aboutContainer(pod, d.container, "Warning", "BackOff", text)];
  },
  example: { container: 0 },
};
