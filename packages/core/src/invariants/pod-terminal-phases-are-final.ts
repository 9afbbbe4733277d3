// Succeeded and Failed are for good.
import { isTerminalPhase } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const podTerminalPhasesAreFinal: Invariant = step(
  "pod.terminalPhasesAreFinal",
  "a pod that Succeeded or Failed never has another phase",
  (before, { definition, subject }, after) => {
    if (definition.entity !== "pod") return true;
    const was = before.pods.at(subject);
    const is = after.pods.at(subject);
    if (was === undefined || is === undefined || was.status === is.status) return true;
    if (!isTerminalPhase(was.status.phase) || was.status.phase === is.status.phase) return true;
    return violated(`the phase went from ${was.status.phase} to ${is.status.phase}`, podWitness(is));
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase" },
);
