// The runtime could not start a created container's program: the instance is over before it began.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import { updateRecord, withFailure } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ContainerStartFailed {
  readonly container: number;
  /** In the runtime's words. */
  readonly error: string;
}

/** What containerd says of a task that never ran. */
const EXIT_CODE = 128;
const REASON = "StartError";

export const containerStartFailed: EventDefinition<"ContainerStartFailed", ContainerStartFailed, PodState> = {
  type: "ContainerStartFailed",
  entity: "pod",
  revision: 1,
  fields: { container: "int", error: "string" },
  evolve: (pod, { container, error }, at) => {
    const ended = updateRecord(pod, container, (r) => ({
      attempt: r.attempt,
      sandbox: r.sandbox,
      state: "exited",
      id: r.id,
      image: r.image,
      createdAtUs: r.createdAtUs,
      startedAtUs: -1,
      finishedAtUs: at,
      exitCode: EXIT_CODE,
      reason: REASON,
      message: error,
    }));
    return withFailure(ended, container, { reason: "RunContainerError", message: error });
  },
  announce: (pod, d) => [aboutContainer(pod, d.container, "Warning", "Failed", `Error: ${d.error}`)],
  example: { container: 0, error: "failed to create containerd task: failed to create shim task" },
};
