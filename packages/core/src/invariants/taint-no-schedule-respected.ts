// Taints keep pods away that do not tolerate them.
import { findUntoleratedTaint } from "../api/tolerations.js";
import { specOf } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { bindingSeen } from "../law/placed-pods.js";
import { nodeWitness, podWitness } from "../law/witness.js";

const CORDONED = { key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule" } as const;

export const taintNoScheduleRespected: Invariant = step(
  "taint.noScheduleRespected",
  "no pod is bound to a node with a NoSchedule or NoExecute taint, or a cordon, that it does not tolerate",
  (_before, fact, after) => {
    const seen = bindingSeen(fact, after);
    if (seen === null) return true;
    const { pod, node } = seen;
    const taints = node.unschedulable ? [...node.taints, CORDONED] : node.taints;
    const taint = findUntoleratedTaint(taints, specOf(pod).tolerations, ({ effect }) => effect !== "PreferNoSchedule");
    if (taint === null) return true;
    return violated(`bound to ${node.name} with the taint ${taint.key}:${taint.effect}`, [
      podWitness(pod),
      nodeWitness(node),
    ]);
  },
  { page: "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/", hears: ["PodBound"] },
);
