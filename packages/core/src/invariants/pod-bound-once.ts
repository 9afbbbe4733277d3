// A pod goes to one node, once.
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const podBoundOnce: Invariant = step(
  "pod.boundOnce",
  "a pod is bound to a node at most once, and to one that exists",
  (before, { subject }, after) => {
    const was = before.pods.at(subject);
    const is = after.pods.at(subject);
    if (is === undefined || is.binding === null || was?.binding === is.binding) return true;
    if (was !== undefined && was.binding !== null) {
      return violated(`bound to ${is.binding.nodeName} while on ${was.binding.nodeName}`, podWitness(is));
    }
    const wantsIt = is.identity.template.spec.nodeName !== undefined;
    const exists = after.nodes.at(is.binding.nodeIx) !== undefined;
    return exists || wantsIt || violated(`bound to ${is.binding.nodeName}, which does not exist`, podWitness(is));
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-lifetime", hears: ["PodBound"] },
);
