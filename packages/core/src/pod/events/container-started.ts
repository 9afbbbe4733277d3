// A created container runs.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import { containerAt } from "../container-list.js";
import { replaceContainer, runtimeAt } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";
import { specOf } from "../pod-state.js";

export interface ContainerStarted {
  readonly container: number;
}

export const containerStarted: EventDefinition<"ContainerStarted", ContainerStarted, PodState> = {
  type: "ContainerStarted",
  entity: "pod",
  revision: 1,
  fields: { container: "int" },
  evolve: (pod, d, at) => {
    const c = runtimeAt(pod, d.container);
    if (c.current === null) return pod;
    return replaceContainer(pod, d.container, {
      current: {
        attempt: c.current.attempt,
        sandbox: c.current.sandbox,
        state: "running",
        id: c.current.id,
        image: c.current.image,
        createdAtUs: c.current.createdAtUs,
        startedAtUs: at,
        finishedAtUs: -1,
        exitCode: 0,
        reason: "",
        message: "",
      },
      previous: c.previous,
      failure: null,
      restartBackOff: c.restartBackOff,
      probes: c.probes,
    });
  },
  announce: (pod, d, _, { kubernetes }) => {
    const { name } = containerAt(specOf(pod), d.container);
    const text = kubernetes === "1.34" ? `Started container ${name}` : "Container started";
    return [aboutContainer(pod, d.container, "Normal", "Started", text)];
  },
  example: { container: 0 },
};
