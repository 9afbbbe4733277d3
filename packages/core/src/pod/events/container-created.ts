// The runtime made a new instance of a container; it does not run yet.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import { containerIdOf } from "../container-id.js";
import { containerAt } from "../container-list.js";
import { INITIAL_PROBES, replaceContainer, runtimeAt } from "../container-runtime.js";
import { byKubelet } from "../kubelet-copy.js";
import type { PodState } from "../pod-state.js";
import { specOf } from "../pod-state.js";

export interface ContainerCreated {
  readonly container: number;
  /** restartCount of the new instance. */
  readonly attempt: number;
}

export const containerCreated: EventDefinition<"ContainerCreated", ContainerCreated, PodState> = {
  type: "ContainerCreated",
  entity: "pod",
  revision: 1,
  fields: { container: "int", attempt: "int" },
  evolve: byKubelet((pod, d, at) => {
    const old = runtimeAt(pod, d.container);
    const { name, image } = containerAt(specOf(pod), d.container);
    return replaceContainer(pod, d.container, {
      current: {
        attempt: d.attempt,
        sandbox: pod.runtime.sandbox.attempt,
        state: "created",
        id: containerIdOf(pod.identity.uid, name, d.attempt),
        image,
        createdAtUs: at,
        startedAtUs: -1,
        finishedAtUs: -1,
        exitCode: 0,
        reason: "",
        message: "",
      },
      previous: old.current,
      failure: old.failure,
      restartBackOff: old.restartBackOff,
      probes: INITIAL_PROBES,
    });
  }),
  announce: (pod, d, _, { kubernetes }) => {
    const { name } = containerAt(specOf(pod), d.container);
    const text = kubernetes === "1.34" ? `Created container: ${name}` : "Container created";
    return [aboutContainer(pod, d.container, "Normal", "Created", text)];
  },
  example: { container: 0, attempt: 0 },
};
