// A probe's threshold was reached and the stored result changed; readiness and startup show in the status at once.
import type { EventDefinition } from "../../event.js";
import { replaceContainer, runtimeAt } from "../container-runtime.js";
import { byKubelet } from "../kubelet-copy.js";
import type { PodState, ProbeResult, ProbeType, StoredProbes } from "../pod-state.js";
import { withStatus } from "../pod-state.js";
import { markReadiness } from "../report-status.js";

export interface ProbeResultStored {
  readonly container: number;
  readonly probe: ProbeType;
  readonly result: ProbeResult;
}

const store = (probes: StoredProbes, probe: ProbeType, result: ProbeResult): StoredProbes => ({
  startup: probe === "startup" ? result : probes.startup,
  liveness: probe === "liveness" ? result : probes.liveness,
  readiness: probe === "readiness" ? result : probes.readiness,
});

export const probeResultStored: EventDefinition<"ProbeResultStored", ProbeResultStored, PodState> = {
  type: "ProbeResultStored",
  entity: "pod",
  revision: 1,
  fields: {
    container: "int",
    probe: { oneOf: ["startup", "liveness", "readiness"] },
    result: { oneOf: ["unknown", "success", "failure"] },
  },
  evolve: byKubelet((pod, d, at) => {
    const c = runtimeAt(pod, d.container);
    const stored = replaceContainer(pod, d.container, {
      current: c.current,
      previous: c.previous,
      failure: c.failure,
      restartBackOff: c.restartBackOff,
      probes: store(c.probes, d.probe, d.result),
    });
    return d.probe === "liveness" ? stored : withStatus(stored, markReadiness(stored.status, stored, at));
  }),
  example: { container: 0, probe: "readiness", result: "success" },
};
