// What became of the workloads at the end of a run, and why those that are not up are not.
import { findCondition, isActive, isReady, specOf, statusColumn } from "@podsim/core";
import type { DeploymentState, PodState, ProbeFailed } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import type { Cluster, World } from "@podsim/scheduler";

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

/** A pod that no Deployment answers for and that is neither ready nor done. */
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
  /** At most PODS_MAX of them. */
  readonly troubles: readonly PodTrouble[];
}

const PODS_MAX = 20;
/** Groups of pods a reason speaks of. */
const GROUPS_MAX = 3;

/** The text of the last failed probe of the pod; null when none failed. */
const lastProbeFailure = (log: EventLog, pod: PodState): string | null => {
  const type = log.registry.findIndex((definition) => definition.type === "ProbeFailed");
  for (let seq = log.length - 1; seq >= 0; seq -= 1) {
    if (log.typeOf(seq) !== type || log.subject(seq) !== pod.identity.ix) continue;
    const { probe, output } = log.data(seq) as ProbeFailed;
    return `${probe} probe failed: ${output.trim()}`;
  }
  return null;
};

const restartsOf = ({ status }: PodState): number =>
  status.containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0);

const isOnLostNode = (pod: PodState, world: World): boolean => {
  const node = pod.binding === null ? undefined : world.nodes.at(pod.binding.nodeIx);
  return pod.binding !== null && (node === undefined || node.ready !== "True");
};

/** Why a pod is not ready, in one line; "" when nothing is known. */
const whyNotReady = (pod: PodState, { world, log }: Cluster): string => {
  if (pod.binding === null) {
    const scheduled = findCondition(pod.status, "PodScheduled");
    return scheduled?.message ?? (pod.scheduling.message !== "" ? pod.scheduling.message : "not scheduled yet");
  }
  if (isOnLostNode(pod, world)) return `its node ${pod.binding.nodeName} is not ready`;
  for (const { state } of [...pod.status.initContainerStatuses, ...pod.status.containerStatuses]) {
    if (state.kind === "waiting" && state.message !== "") return state.message;
    if (state.kind === "terminated" && state.message !== "") return state.message;
  }
  if (pod.status.message !== "") return pod.status.message;
  const restarts = restartsOf(pod);
  const probe = lastProbeFailure(log, pod);
  const often = restarts === 0 ? "" : ` (${String(restarts)} restarts)`;
  if (probe !== null) return `${probe}${often}`;
  const ready = findCondition(pod.status, "Ready");
  return `${ready?.message !== undefined && ready.message !== "" ? ready.message : "still starting"}${often}`;
};

/** Names of pods differ where nothing else does: without them, pods in the same trouble are one group. */
const general = (text: string, pod: PodState): string =>
  text
    .replaceAll(`${pod.identity.name}_${pod.identity.namespace}(${pod.identity.uid})`, "…")
    .replaceAll(pod.identity.name, "…")
    .replaceAll(pod.status.podIP ?? "\u0000", "…")
    .replace(/^back-off \S+ restarting/, "back-off restarting")
    .replace(/ \(\d+ restarts\)$/, "");

const groupTexts = (pods: readonly PodState[], cluster: Cluster): readonly string[] => {
  const groups = new Map<string, { count: number; readonly status: string; readonly why: string }>();
  for (const pod of pods) {
    const why = whyNotReady(pod, cluster);
    const status = statusColumn(pod);
    const key = `${status}\n${general(why, pod)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { count: 1, status, why });
    else group.count += 1;
  }
  return [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, GROUPS_MAX)
    .map(
      ({ count, status, why }) =>
        `${String(count)} ${count === 1 ? "pod" : "pods"} ${status}${why === "" ? "" : `: ${why}`}`,
    );
};

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

const isDeployments = (pod: PodState, world: World): boolean => {
  const { owner } = pod.identity;
  return owner?.kind === "ReplicaSet" && world.replicaSets.at(owner.ix)?.deployment != null;
};

const isDone = (pod: PodState): boolean =>
  pod.status.phase === "Succeeded" || (specOf(pod).containers.length > 0 && isReady(pod));

const findTroubles = (cluster: Cluster): readonly PodTrouble[] => {
  const troubles: PodTrouble[] = [];
  for (const pod of cluster.world.pods.values()) {
    if (troubles.length === PODS_MAX) break;
    if (isDone(pod) || pod.deletion !== null || isDeployments(pod, cluster.world)) continue;
    const { namespace, name } = pod.identity;
    troubles.push({ namespace, name, status: statusColumn(pod), reason: whyNotReady(pod, cluster) });
  }
  return troubles;
};

/** What became of the workloads of a cluster, as it is now. */
export const workloadOutcome = (cluster: Cluster): WorkloadOutcome => ({
  pods: countPods(cluster.world),
  deployments: [...cluster.world.deployments.values()].map((deployment) => outcomeOf(deployment, cluster)),
  troubles: findTroubles(cluster),
});
