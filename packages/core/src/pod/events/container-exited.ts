// A container's process ended: by itself, killed, or with its node.
import type { EventDefinition } from "../../event.js";
import { updateRecord } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ContainerExited {
  readonly container: number;
  readonly exitCode: number;
  /** Completed, Error, OOMKilled … as the runtime words it. */
  readonly reason: string;
  readonly message: string;
}

export const containerExited: EventDefinition<"ContainerExited", ContainerExited, PodState> = {
  type: "ContainerExited",
  entity: "pod",
  revision: 1,
  fields: { container: "int", exitCode: "int", reason: "string", message: "string" },
  evolve: (pod, d, at) =>
    updateRecord(pod, d.container, (r) => ({
      attempt: r.attempt,
      sandbox: r.sandbox,
      state: "exited",
      id: r.id,
      image: r.image,
      createdAtUs: r.createdAtUs,
      startedAtUs: r.startedAtUs,
      finishedAtUs: at,
      exitCode: d.exitCode,
      reason: d.reason,
      message: d.message,
    })),
  example: { container: 0, exitCode: 1, reason: "Error", message: "" },
};
