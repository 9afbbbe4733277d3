// The kubelet decided to start a container that had exited: its restart back-off moved on.
import type { EventDefinition } from "../../event.js";
import { replaceContainer, runtimeAt } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ContainerRestartDecided {
  readonly container: number;
  /** The wait that the next exit will be met with. */
  readonly backOffUs: number;
}

export const containerRestartDecided: EventDefinition<"ContainerRestartDecided", ContainerRestartDecided, PodState> = {
  type: "ContainerRestartDecided",
  entity: "pod",
  revision: 1,
  fields: { container: "int", backOffUs: "int" },
  evolve: (pod, d, at) => {
    const c = runtimeAt(pod, d.container);
    return replaceContainer(pod, d.container, {
      current: c.current,
      previous: c.previous,
      failure: c.failure,
      restartBackOff: { backOffUs: d.backOffUs, lastUpdateUs: at },
      probes: c.probes,
    });
  },
  example: { container: 0, backOffUs: 10_000_000 },
};
