// A kill that is blamed on a probe has a probe that failed; readiness is never to blame.
import { containerAt } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ContainerKillBegan } from "../pod/events/container-kill-began.js";
import { specOf } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const probeKillsForCause: Invariant = step(
  "probe.killsForCause",
  "a container is killed for a probe only when its liveness or startup probe has failed, never for readiness",
  (before, { data, subject }) => {
    const pod = before.pods.at(subject);
    const { container, message } = data as ContainerKillBegan;
    const blamed = /failed (\w+) probe/.exec(message)?.[1];
    if (pod === undefined || blamed === undefined) return true;
    const { probes } = runtimeAt(pod, container);
    const result = blamed === "liveness" ? probes.liveness : blamed === "startup" ? probes.startup : "unknown";
    if (result === "failure") return true;
    return violated(
      `${containerAt(specOf(pod), container).name} is killed for ${blamed}, which is ${result}`,
      podWitness(pod),
    );
  },
  {
    page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#types-of-probe",
    hears: ["ContainerKillBegan"],
  },
);
