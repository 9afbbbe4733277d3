// Objects do not vanish.
import { isTerminalPhase } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const podGoneOnlyWhenDeleted: Invariant = step(
  "pod.goneOnlyWhenDeleted",
  "a pod is gone only after somebody deleted it, and unless by force or never bound after it ended",
  (before, { subject }) => {
    const pod = before.pods.at(subject);
    if (pod === undefined) return true;
    if (pod.deletion === null) return violated("gone without being deleted", podWitness(pod));
    if (pod.deletion.graceSeconds === 0 || pod.binding === null || isTerminalPhase(pod.status.phase)) return true;
    return violated(
      `gone in phase ${pod.status.phase}, with a grace of ${String(pod.deletion.graceSeconds)} s`,
      podWitness(pod),
    );
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination", hears: ["PodRemoved"] },
);
