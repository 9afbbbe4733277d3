// One daemon pod per node.
import { isActive } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const daemonsetOnePerNode: Invariant = step(
  "daemonset.onePerNode",
  "a node has at most one pod of a DaemonSet that is not being deleted, two while an update surges",
  (_before, { subject }, after) => {
    const pod = after.pods.at(subject);
    const owner = pod?.identity.owner;
    const set = owner?.kind === "DaemonSet" ? after.daemonSets.at(owner.ix) : undefined;
    if (pod?.binding == null || set === undefined) return true;
    const { updateStrategy } = set.object.spec;
    const surges =
      updateStrategy.type === "RollingUpdate" && !/^0%?$/.test(String(updateStrategy.rollingUpdate.maxSurge));
    const beside = [...after.podsOn(pod.binding.nodeIx)].filter(
      (each) => isActive(each) && each.identity.owner?.kind === "DaemonSet" && each.identity.owner.ix === set.ix,
    );
    if (beside.length <= (surges ? 2 : 1)) return true;
    return violated(
      `${String(beside.length)} pods of ${set.object.metadata.name} on ${pod.binding.nodeName}`,
      beside.map(podWitness),
    );
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/", hears: ["PodBound"] },
);
