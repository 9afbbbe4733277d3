// Sidecars are stopped last.
import { containerAt, isInitIx, isSidecar } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ContainerKillBegan } from "../pod/events/container-kill-began.js";
import { specOf } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

/** The text of a stop that is for the whole pod; a failed probe or a changed definition says why. */
const isStopOfThePod = (message: string, name: string): boolean => message === `Stopping container ${name}`;

export const podSidecarsOutliveApp: Invariant = step(
  "pod.sidecarsOutliveApp",
  "when a pod is stopped, its sidecars are stopped after its regular containers have ended",
  (before, { data, subject }) => {
    const pod = before.pods.at(subject);
    if (pod === undefined) return true;
    const { container, message } = data as ContainerKillBegan;
    const spec = specOf(pod);
    if (!isInitIx(spec, container)) return true;
    const sidecar = containerAt(spec, container);
    if (!isSidecar(sidecar) || !isStopOfThePod(message, sidecar.name)) return true;
    const running = spec.containers.find(
      (_, k) => runtimeAt(pod, spec.initContainers.length + k).current?.state === "running",
    );
    return running === undefined || violated(`${sidecar.name} is stopped while ${running.name} runs`, podWitness(pod));
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/", hears: ["ContainerKillBegan"] },
);
