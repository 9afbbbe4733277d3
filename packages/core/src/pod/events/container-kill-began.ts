// The kubelet began to stop a running container: preStop, then the stop signal, then after the grace SIGKILL.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import { byKubelet } from "../kubelet-copy.js";
import type { PodState } from "../pod-state.js";
import { withDeletionObserved } from "../pod-state.js";

export interface ContainerKillBegan {
  readonly container: number;
  /** The text of the Killing event. */
  readonly message: string;
  readonly graceSeconds: number;
}

export const containerKillBegan: EventDefinition<"ContainerKillBegan", ContainerKillBegan, PodState> = {
  type: "ContainerKillBegan",
  entity: "pod",
  revision: 1,
  fields: { container: "int", message: "string", graceSeconds: "int" },
  // A kubelet that tears a pod down reports its status before it stops the containers, if only with the generation.
  evolve: byKubelet(withDeletionObserved),
  announce: (pod, d) => [aboutContainer(pod, d.container, "Normal", "Killing", d.message)],
  example: { container: 0, message: "Stopping container app", graceSeconds: 30 },
};
