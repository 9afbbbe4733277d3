// What a Deployment's controller writes at the end of a sync: counts, revision and conditions, where they changed.
import {
  deploymentConditionRemoved,
  deploymentConditionSet,
  deploymentStatusUpdated,
  withAvailability,
  withProgress,
  withReplicaFailure,
} from "@podsim/core";
import type { DeploymentCondition, DeploymentState, DeploymentStatus, ReplicaSetState, SimTime } from "@podsim/core";
import type { SyncOutbox } from "../../controller.js";

/** A Deployment's ReplicaSets as a sync sees them. */
export interface RolloutSets {
  readonly newSet: ReplicaSetState | null;
  readonly oldSets: readonly ReplicaSetState[];
}

const add = (sets: readonly ReplicaSetState[], count: keyof ReplicaSetState["status"]): number =>
  sets.reduce((sum, set) => sum + set.status[count], 0);

/** The counts that follow from what the ReplicaSets report; `generation` is what this sync has seen. */
export const statusOf = ({ newSet, oldSets }: RolloutSets, generation: number): DeploymentStatus => {
  const all = newSet === null ? oldSets : [...oldSets, newSet];
  return {
    observedGeneration: generation,
    replicas: add(all, "replicas"),
    updatedReplicas: newSet?.status.replicas ?? 0,
    readyReplicas: add(all, "readyReplicas"),
    availableReplicas: add(all, "availableReplicas"),
  };
};

/** Failures of the new set go before those of old ones. */
const failureOf = ({ newSet, oldSets }: RolloutSets): string =>
  newSet !== null && newSet.failure !== ""
    ? newSet.failure
    : (oldSets.find((set) => set.failure !== "")?.failure ?? "");

/** The conditions after a sync that judged the rollout; a sync that only scaled judges availability alone. */
export const judge = (
  deployment: DeploymentState,
  conditions: readonly DeploymentCondition[],
  sets: RolloutSets,
  status: DeploymentStatus,
  isRollout: boolean,
  now: SimTime,
): readonly DeploymentCondition[] => {
  const available = withAvailability(conditions, deployment.object.spec, status.availableReplicas, now);
  if (!isRollout) return available;
  const progress = withProgress(available, deployment, sets.newSet?.name ?? null, status, now);
  return withReplicaFailure(progress, failureOf(sets), now);
};

const isSameStatus = (a: DeploymentStatus, b: DeploymentStatus): boolean =>
  a.observedGeneration === b.observedGeneration &&
  a.replicas === b.replicas &&
  a.updatedReplicas === b.updatedReplicas &&
  a.readyReplicas === b.readyReplicas &&
  a.availableReplicas === b.availableReplicas;

/** Records what differs from the status as it was last written. */
export const recordStatus = (
  deployment: DeploymentState,
  status: DeploymentStatus,
  revision: number,
  conditions: readonly DeploymentCondition[],
  out: SyncOutbox,
): void => {
  const { ix } = deployment;
  if (!isSameStatus(deployment.status, status) || deployment.revision !== revision) {
    const { observedGeneration, replicas, updatedReplicas, readyReplicas, availableReplicas } = status;
    out.record(deploymentStatusUpdated, ix, {
      observedGeneration,
      replicas,
      updatedReplicas,
      readyReplicas,
      availableReplicas,
      revision,
    });
  }
  for (const { type } of deployment.conditions) {
    if (conditions.some((condition) => condition.type === type)) continue;
    out.record(deploymentConditionRemoved, ix, { condition: type });
  }
  for (const condition of conditions) {
    if (deployment.conditions.includes(condition)) continue;
    const { type, status: value, reason, message } = condition;
    out.record(deploymentConditionSet, ix, { condition: type, status: value, reason, message });
  }
};
