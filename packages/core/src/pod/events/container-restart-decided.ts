// The kubelet decided to start a container that had exited: its restart back-off moved on.
import type { EventDefinition } from "../../event.js";
import { nextBackOff } from "../../kubelet/back-off.js";
import { replaceContainer, runtimeAt } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ContainerRestartDecided {
  readonly container: number;
  /** When the exited instance that the decision looked at had finished. */
  readonly finishedAtUs: number;
}

export const containerRestartDecided: EventDefinition<"ContainerRestartDecided", ContainerRestartDecided, PodState> = {
  type: "ContainerRestartDecided",
  entity: "pod",
  revision: 1,
  fields: { container: "int", finishedAtUs: "int" },
  evolve: (pod, d, at) => {
    const c = runtimeAt(pod, d.container);
    return replaceContainer(pod, d.container, {
      current: c.current,
      previous: c.previous,
      failure: c.failure,
      restartBackOff: nextBackOff(c.restartBackOff, d.finishedAtUs, at),
      probes: c.probes,
    });
  },
  example: { container: 0, finishedAtUs: 12_000_000 },
};
