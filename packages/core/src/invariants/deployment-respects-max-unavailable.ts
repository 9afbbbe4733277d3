// A rolling update takes away no more pods than may be missing.
import type { Deployment } from "../api/deployment.js";
import type { ReplicaSetScaled } from "../replica-set/events/replica-set-scaled.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { shareOf } from "../law/share.js";
import { objectWitness } from "../law/witness.js";

/** Parts of a pod may not be missing; where nothing at all could be done, one pod may be missing. */
const mayBeMissing = ({ strategy, replicas }: Deployment["spec"]): number => {
  if (strategy.type !== "RollingUpdate") return replicas;
  const { maxSurge, maxUnavailable } = strategy.rollingUpdate;
  const missing = Math.floor(shareOf(maxUnavailable, replicas));
  return missing === 0 && Math.ceil(shareOf(maxSurge, replicas)) === 0 ? 1 : missing;
};

export const deploymentRespectsMaxUnavailable: Invariant = step(
  "deployment.respectsMaxUnavailable",
  "a rolling update scales a ReplicaSet down only as far as replicas - maxUnavailable pods stay available",
  (before, { data, subject }, after) => {
    const { from, to } = data as ReplicaSetScaled;
    const set = after.replicaSets.at(subject);
    if (set?.deployment == null || to >= from) return true;
    const deployment = after.deployments.at(set.deployment);
    if (deployment === undefined || deployment.object.spec.strategy.type !== "RollingUpdate") return true;
    // A changed size is shared out among the ReplicaSets of a rollout, whoever is available.
    if (deployment.generation > deployment.status.observedGeneration) return true;
    const { replicas } = deployment.object.spec;
    const available = set.status.availableReplicas;
    if (available <= to) return true;
    let others = 0;
    for (const each of before.replicaSets.values()) {
      if (each.deployment === set.deployment && each.ix !== set.ix)
        others += Math.min(each.status.availableReplicas, each.replicas);
    }
    const atLeast = replicas - mayBeMissing(deployment.object.spec);
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
