// A probe could not be tried at all: its threshold is no nearer in either direction.
import type { EventDefinition } from "../../event.js";
import { aboutContainer, probeTitle } from "../announce.js";
import type { PodState, ProbeType } from "../pod-state.js";

export interface ProbeErrored {
  readonly container: number;
  readonly probe: ProbeType;
  readonly error: string;
}

export const probeErrored: EventDefinition<"ProbeErrored", ProbeErrored, PodState> = {
  type: "ProbeErrored",
  entity: "pod",
  revision: 1,
  fields: { container: "int", probe: { oneOf: ["startup", "liveness", "readiness"] }, error: "string" },
  evolve: (pod) => pod,
  announce: (pod, d) => {
    const text = `${probeTitle(d.probe)} probe errored and resulted in unknown state: ${d.error}`;
    return [aboutContainer(pod, d.container, "Warning", "Unhealthy", text)];
  },
  example: { container: 0, probe: "readiness", error: 'strconv.Atoi: parsing "web": invalid syntax' },
};
