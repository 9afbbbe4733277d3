// A rolling update takes away no more pods than may be missing.
import { maxUnavailableOf } from "../deployment/fenceposts.js";
import type { ReplicaSetScaled } from "../replica-set/events/replica-set-scaled.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness } from "../law/witness.js";

export const deploymentRespectsMaxUnavailable: Invariant = step(
  "deployment.respectsMaxUnavailable",
  "a rolling update scales a ReplicaSet down only as far as replicas - maxUnavailable pods stay available",
  (before, { data, subject }, after) => {
    const { from, to } = data as ReplicaSetScaled;
    const set = after.replicaSets.at(subject);
    if (set?.deployment == null || to >= from) return true;
    const deployment = after.deployments.at(set.deployment);
    if (deployment === undefined || deployment.object.spec.strategy.type !== "RollingUpdate") return true;
    const { replicas } = deployment.object.spec;
    const available = set.status.availableReplicas;
    if (available <= to) return true;
    let others = 0;
    for (const each of before.replicaSets.values()) {
      if (each.deployment === set.deployment && each.ix !== set.ix)
        others += Math.min(each.status.availableReplicas, each.replicas);
    }
    const atLeast = replicas - maxUnavailableOf(deployment.object.spec);
    if (others + to >= atLeast) return true;
    return violated(
      `leaves ${String(others + to)} of ${String(replicas)} available, wants at least ${String(atLeast)}`,
      [objectWitness("deployment", deployment.object.metadata), objectWitness("replicaset", set)],
    );
  },
  {
    page: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable",
    hears: ["ReplicaSetScaled"],
  },
);
