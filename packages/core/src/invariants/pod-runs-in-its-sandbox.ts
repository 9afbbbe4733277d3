// No process without a sandbox.
import { containerAt } from "../pod/container-list.js";
import type { ContainerStarted } from "../pod/events/container-started.js";
import { specOf } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const podRunsInItsSandbox: Invariant = step(
  "pod.runsInItsSandbox",
  "a container starts only in a sandbox that is ready, on the node the pod is bound to",
  (before, { data, subject }) => {
    const pod = before.pods.at(subject);
    if (pod === undefined) return true;
    const { name } = containerAt(specOf(pod), (data as ContainerStarted).container);
    if (pod.binding === null) return violated(`${name} started without a node`, podWitness(pod));
    if (pod.runtime.sandbox.state === "ready") return true;
    return violated(`${name} started in a sandbox that is ${pod.runtime.sandbox.state}`, podWitness(pod));
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/", hears: ["ContainerStarted"] },
);
