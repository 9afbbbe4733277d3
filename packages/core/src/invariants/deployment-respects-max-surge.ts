// A rolling update adds no more pods than there may be too many.
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { shareOf } from "../law/share.js";
import { objectWitness } from "../law/witness.js";

export const deploymentRespectsMaxSurge: Invariant = step(
  "deployment.respectsMaxSurge",
  "a Deployment never raises its ReplicaSets to more than replicas + maxSurge in all",
  (before, { subject }, after) => {
    const set = after.replicaSets.at(subject);
    if (set?.deployment == null || set.replicas <= (before.replicaSets.at(subject)?.replicas ?? 0)) return true;
    const deployment = after.deployments.at(set.deployment);
    if (deployment === undefined) return true;
    const { spec, metadata } = deployment.object;
    let total = 0;
    for (const each of after.replicaSets.values()) if (each.deployment === set.deployment) total += each.replicas;
    const { strategy, replicas } = spec;
    const surge = strategy.type === "RollingUpdate" ? Math.ceil(shareOf(strategy.rollingUpdate.maxSurge, replicas)) : 0;
    const most = replicas + surge;
    if (total <= most) return true;
    return violated(`wants ${String(total)} pods in all, may have ${String(most)}`, [
      objectWitness("deployment", metadata),
      objectWitness("replicaset", set),
    ]);
  },
  {
    page: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge",
    hears: ["ReplicaSetCreated", "ReplicaSetScaled"],
  },
);
