// What became of the workloads at the end of a run, and why those that are not up are not.
import { isActive, isReady, specOf, statusColumn } from "@podsim/core";
import type { DeploymentState, PodState } from "@podsim/core";
import type { Cluster, World } from "@podsim/scheduler";
import { groupTexts, whyNotReady } from "./pod-reasons.js";
import { ANSWERING_KINDS, workloadLines } from "./workload-lines.js";
import type { WorkloadLine } from "./workload-lines.js";

export interface DeploymentOutcome {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  readonly ready: number;
  readonly available: number;
  readonly isAvailable: boolean;
  /** Why it is not; null when it is. */
  readonly reason: string | null;
}

/** A pod that no workload answers for and that is neither ready nor done. */
export interface PodTrouble {
  readonly namespace: string;
  readonly name: string;
  /** STATUS as kubectl prints it. */
  readonly status: string;
  readonly reason: string;
}

export interface PodCounts {
  readonly total: number;
  readonly running: number;
  readonly pending: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly unknown: number;
  readonly ready: number;
  readonly terminating: number;
}

export interface WorkloadOutcome {
  readonly pods: PodCounts;
  readonly deployments: readonly DeploymentOutcome[];
  /** Workloads of other kinds. */
  readonly workloads: readonly WorkloadLine[];
  /** At most PODS_MAX of them. */
  readonly troubles: readonly PodTrouble[];
}

const PODS_MAX = 20;
const podsOf = (deployment: DeploymentState, world: World): readonly PodState[] => {
  const pods: PodState[] = [];
  for (const set of world.replicaSets.values()) {
    if (set.deployment !== deployment.ix) continue;
    for (const ix of world.pods.ofReplicaSet(set.ix)) {
      const pod = world.pods.at(ix);
      if (pod !== undefined) pods.push(pod);
    }
  }
  return pods;
};

/** What the Deployment's controller says, where its pods say nothing. */
const controllerText = ({ conditions, object }: DeploymentState): string => {
  if (object.spec.paused) return "it is paused";
  const failure = conditions.find(({ type, status }) => type === "ReplicaFailure" && status === "True");
  const stuck = conditions.find(({ type, status }) => type === "Progressing" && status === "False");
  const available = conditions.find(({ type, status }) => type === "Available" && status === "False");
  return failure?.message ?? stuck?.message ?? available?.message ?? "its pods were not created yet";
};

const reasonOf = (deployment: DeploymentState, cluster: Cluster): string => {
  const waiting = podsOf(deployment, cluster.world).filter((pod) => isActive(pod) && !isReady(pod));
  const texts = groupTexts(waiting, cluster);
  if (texts.length > 0) return texts.join("; ");
  const { minReadySeconds } = deployment.object.spec;
  const isSettling = deployment.status.readyReplicas >= deployment.object.spec.replicas && minReadySeconds > 0;
  return isSettling
    ? `ready, but not for minReadySeconds (${String(minReadySeconds)} s) yet`
    : controllerText(deployment);
};

const outcomeOf = (deployment: DeploymentState, cluster: Cluster): DeploymentOutcome => {
  const { object, status, generation } = deployment;
  const { replicas } = object.spec;
  const isAvailable = status.observedGeneration >= generation && status.availableReplicas >= replicas;
  return {
    namespace: object.metadata.namespace,
    name: object.metadata.name,
    replicas,
    ready: status.readyReplicas,
    available: status.availableReplicas,
    isAvailable,
    reason: isAvailable ? null : reasonOf(deployment, cluster),
  };
};

const countPods = (world: World): PodCounts => {
  const counts = { total: 0, running: 0, pending: 0, succeeded: 0, failed: 0, unknown: 0, ready: 0, terminating: 0 };
  for (const pod of world.pods.values()) {
    counts.total += 1;
    counts[pod.status.phase.toLowerCase() as "running" | "pending" | "succeeded" | "failed" | "unknown"] += 1;
    if (isReady(pod)) counts.ready += 1;
    if (pod.deletion !== null) counts.terminating += 1;
  }
  return counts;
};

const isAnsweredFor = (pod: PodState, world: World): boolean => {
  const { owner } = pod.identity;
  if (owner !== null && ANSWERING_KINDS.has(owner.kind)) return true;
  return owner?.kind === "ReplicaSet" && world.replicaSets.at(owner.ix)?.deployment != null;
};

const isDone = (pod: PodState): boolean =>
  pod.status.phase === "Succeeded" || (specOf(pod).containers.length > 0 && isReady(pod));

const findTroubles = (cluster: Cluster): readonly PodTrouble[] => {
  const troubles: PodTrouble[] = [];
  for (const pod of cluster.world.pods.values()) {
    if (troubles.length === PODS_MAX) break;
    if (isDone(pod) || pod.deletion !== null || isAnsweredFor(pod, cluster.world)) continue;
    const { namespace, name } = pod.identity;
    troubles.push({ namespace, name, status: statusColumn(pod), reason: whyNotReady(pod, cluster) });
  }
  return troubles;
};

/** What became of the workloads of a cluster, as it is now. */
export const workloadOutcome = (cluster: Cluster): WorkloadOutcome => ({
  pods: countPods(cluster.world),
  deployments: [...cluster.world.deployments.values()].map((deployment) => outcomeOf(deployment, cluster)),
  workloads: workloadLines(cluster),
  troubles: findTroubles(cluster),
});
