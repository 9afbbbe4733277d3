// Whether a node could go: how much of it is used, which of its pods stand in the way, and where the others would go.
import { nodeResources, specOf } from "@podsim/core";
import type { NodeIx, NodeState, PodState } from "@podsim/core";
import { judgeEviction } from "../api-server/evict-pod.js";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { WorldView } from "../cluster/world.js";
import type { Fitting } from "./fitting.js";
import type { ClusterAutoscalerSettings } from "./node-group.js";

const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";
export const SCALE_DOWN_DISABLED = "cluster-autoscaler.kubernetes.io/scale-down-disabled";
/** Pods less important than this stand in nobody's way. */
const EXPENDABLE_BELOW = -10;

const CONTROLLERS = new Set(["ReplicaSet", "StatefulSet", "Job", "DaemonSet", "ReplicationController"]);

const isFinished = ({ status: { phase } }: PodState): boolean => phase === "Succeeded" || phase === "Failed";

/** Pods that would have to go somewhere else. */
export const movingPods = (world: WorldView, node: NodeIx): readonly PodState[] => {
  const moving: PodState[] = [];
  for (const podIx of world.pods.onNode(node)) {
    const pod = world.pods.at(podIx);
    if (pod === undefined || isFinished(pod) || pod.deletion !== null) continue;
    if (pod.identity.owner?.kind === "DaemonSet" || specOf(pod).priority < EXPENDABLE_BELOW) continue;
    moving.push(pod);
  }
  return moving;
};

/** The larger of the shares of CPU and memory that are requested; of GPUs where the node has any. */
export const utilizationOf = ({ nodes }: ClusterView, node: NodeState): number => {
  const share = (resource: string): number => {
    const column = nodes.resource(resource);
    const allocatable = column.allocatable(node.ix);
    return allocatable === 0 ? 0 : column.requested(node.ix) / allocatable;
  };
  const gpu = Object.keys(nodeResources(node.object.status.allocatable).scalars).find((name) => name.endsWith("/gpu"));
  return gpu === undefined ? Math.max(share("cpu"), share("memory")) : share(gpu);
};

const hasLocalStorage = (pod: PodState): boolean =>
  (specOf(pod).volumes ?? []).some(
    (volume) =>
      Object.hasOwn(volume, "hostPath") || (volume.emptyDir !== undefined && volume.emptyDir.medium !== "Memory"),
  );

const hasBudget = (pod: PodState, world: WorldView): boolean => {
  const decision = judgeEviction(pod, world);
  return decision.kind === "refused" || (decision.kind === "allowed" && decision.spends !== null);
};

/** Why the pod keeps its node; null = it does not. */
export const blockerOf = (pod: PodState, world: WorldView, settings: ClusterAutoscalerSettings): string | null => {
  const { metadata } = pod.identity.template;
  const { namespace, name, owner } = pod.identity;
  const what = `${namespace}/${name}`;
  const isSafe = metadata.annotations[SAFE_TO_EVICT];
  if (isSafe === "false") return `${what} is annotated as not safe to evict`;
  if (judgeEviction(pod, world).kind === "refused") return `not enough pod disruption budget to move ${what}`;
  if (isSafe === "true") return null;
  if (owner === null || !CONTROLLERS.has(owner.kind)) return `${what} is not replicated`;
  if (settings.skipsSystemPods && namespace === "kube-system" && !hasBudget(pod, world)) {
    return `non-daemonset, non-mirrored, non-pdb-assigned kube-system pod present: ${name}`;
  }
  if (settings.skipsLocalStorage && hasLocalStorage(pod)) return `pod with local storage present: ${name}`;
  return null;
};

/** Whether all pods would find another node; if not, none of them is thought to have gone anywhere. */
export const wouldAllFit = (pods: readonly PodState[], fitting: Fitting, destinations: readonly NodeIx[]): boolean => {
  const taken: NodeIx[] = [];
  for (const pod of pods) {
    const node = fitting.place(pod, destinations);
    if (node === null) {
      for (const one of taken) fitting.takeBack(one, 1);
      return false;
    }
    taken.push(node);
  }
  return true;
};
