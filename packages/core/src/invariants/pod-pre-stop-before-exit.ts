// Hooks belong to what runs.
import { containerAt } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ContainerHookStarted } from "../pod/events/container-hook-started.js";
import { specOf } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const podPreStopBeforeExit: Invariant = step(
  "pod.preStopBeforeExit",
  "postStart and preStop hooks run only while their container does",
  (before, { data, subject }) => {
    const pod = before.pods.at(subject);
    if (pod === undefined) return true;
    const { container, hook } = data as ContainerHookStarted;
    if (runtimeAt(pod, container).current?.state === "running") return true;
    const { name } = containerAt(specOf(pod), container);
    return violated(`${hook} of ${name}, which does not run`, podWitness(pod));
  },
  {
    page: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/",
    hears: ["ContainerHookStarted"],
  },
);
