// A pod that is over has stopped.
import { isTerminalPhase } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const podFinishedHasNothingRunning: Invariant = step(
  "pod.finishedHasNothingRunning",
  "no container of a pod runs when its kubelet reports it Succeeded or Failed",
  (before, { subject }, after) => {
    const was = before.pods.at(subject);
    const is = after.pods.at(subject);
    if (was === undefined || is === undefined) return true;
    if (!isTerminalPhase(is.status.phase) || isTerminalPhase(was.status.phase)) return true;
    const runs = is.runtime.containers.some(({ current }) => current?.state === "running");
    return !runs || violated(`${is.status.phase} while a container runs`, podWitness(is));
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase", hears: ["PodStatusReported"] },
);
