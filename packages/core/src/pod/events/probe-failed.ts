// One execution of a probe failed, whether or not its threshold is reached.
import type { EventDefinition } from "../../event.js";
import { aboutContainer, probeTitle } from "../announce.js";
import type { PodState, ProbeType } from "../pod-state.js";

export interface ProbeFailed {
  readonly container: number;
  readonly probe: ProbeType;
  readonly output: string;
}

export const probeFailed: EventDefinition<"ProbeFailed", ProbeFailed, PodState> = {
  type: "ProbeFailed",
  entity: "pod",
  revision: 1,
  fields: { container: "int", probe: { oneOf: ["startup", "liveness", "readiness"] }, output: "string" },
  evolve: (pod) => pod,
  announce: (pod, d) => [
    aboutContainer(pod, d.container, "Warning", "Unhealthy", `${probeTitle(d.probe)} probe failed: ${d.output}`),
  ],
  example: { container: 0, probe: "readiness", output: "HTTP probe failed with statuscode: 503" },
};
