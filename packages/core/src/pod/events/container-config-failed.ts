// A container could not be put together from its spec, so none was created: it has no record and no back-off.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import { withFailure } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ContainerConfigFailed {
  readonly container: number;
  readonly error: string;
}

export const containerConfigFailed: EventDefinition<"ContainerConfigFailed", ContainerConfigFailed, PodState> = {
  type: "ContainerConfigFailed",
  entity: "pod",
  revision: 1,
  fields: { container: "int", error: "string" },
  evolve: (pod, d) => withFailure(pod, d.container, { reason: "CreateContainerConfigError", message: d.error }),
  announce: (pod, d) => [aboutContainer(pod, d.container, "Warning", "Failed", `Error: ${d.error}`)],
  example: { container: 0, error: 'secret "mysql-pass" not found' },
};
