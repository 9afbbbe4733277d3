// Gates keep a pod out of the queue.
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const podNotBoundWhileGated: Invariant = step(
  "pod.notBoundWhileGated",
  "a pod with scheduling gates is not bound, and neither is one that is being deleted",
  (before, { data, subject }) => {
    const pod = before.pods.at(subject);
    if (pod === undefined || (data as { readonly by: string }).by !== "scheduler") return true;
    if (pod.deletion !== null) return violated("bound while being deleted", podWitness(pod));
    const gates = pod.identity.template.spec.schedulingGates ?? [];
    return gates.length === 0 || violated(`bound with the gate ${gates[0]?.name ?? ""}`, podWitness(pod));
  },
  { page: "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/", hears: ["PodBound"] },
);
