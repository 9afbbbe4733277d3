// The kubelet's own check of a pod that was bound to its node: pressure, room, and what the node asks of pods.
import {
  compileRequiredNodes,
  conditionMessage,
  isCritical,
  isTerminalPhase,
  podRequests,
  qosClass,
  specOf,
  tolerates,
} from "@podsim/core";
import type { NodeIx, NodeState, PodRejected, PodState, Pressure, Shortage, Taint } from "@podsim/core";
import { hostPortsOf, portsConflict } from "../cluster/cluster-view.js";
import type { HostPort } from "../cluster/cluster-view.js";
import type { WorldView } from "../cluster/world.js";

/** What the kubelet knows of its node beyond what the API server shows. */
export interface NodeMood {
  readonly pressures: readonly Pressure[];
  readonly isShuttingDown: boolean;
}

interface Lack {
  readonly resource: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

const refusal = ({ resource, requested, used, capacity }: Lack): PodRejected => ({
  reason: `OutOf${resource}`,
  message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
});

const failedPredicate = (name: string, why: string): PodRejected => ({
  reason: name,
  message: `Predicate ${name} failed: ${why}`,
});

const lackOf = (world: WorldView, node: NodeIx, resource: string, requested: number): readonly Lack[] => {
  const column = world.nodes.resource(resource);
  if (requested === 0 || column === undefined) return [];
  const capacity = column.allocatable(node);
  // The pod itself is counted already.
  const used = column.requested(node) - requested;
  return used + requested > capacity ? [{ resource, requested, used, capacity }] : [];
};

/** Everything the node has too little of for the pod, in the kubelet's order. */
const lacksOf = (pod: PodState, world: WorldView, node: NodeIx): readonly Lack[] => {
  const capacity = world.nodes.podsAllocatable(node);
  const pods = world.nodes.podCount(node);
  const requests = podRequests(specOf(pod));
  return [
    ...(pods > capacity ? [{ resource: "pods", requested: 1, used: pods - 1, capacity }] : []),
    ...lackOf(world, node, "cpu", requests.milliCpu),
    ...lackOf(world, node, "memory", requests.memoryBytes),
    ...lackOf(world, node, "ephemeral-storage", requests.ephemeralBytes),
    ...Object.keys(requests.scalars).flatMap((name) => lackOf(world, node, name, requests.scalars[name] ?? 0)),
  ];
};

/** How much of what is missing for the pod. */
export const shortagesOf = (pod: PodState, world: WorldView, node: NodeIx): readonly Shortage[] =>
  lacksOf(pod, world, node).map(({ resource, requested, used, capacity }) => ({
    resource,
    amount: requested - (capacity - used),
  }));

/** A critical pod is never refused for want of room: others are ended for it. */
const lacksRoom = (pod: PodState, world: WorldView, node: NodeIx): PodRejected | null => {
  if (isCritical(specOf(pod).priority)) return null;
  const [first] = lacksOf(pod, world, node);
  return first === undefined ? null : refusal(first);
};

const MEMORY_PRESSURE: Taint = { key: "node.kubernetes.io/memory-pressure", value: "", effect: "NoSchedule" };

/** Under pressure a node takes critical pods, and while it is short of memory alone those that reserve some of it. */
const underPressure = (pod: PodState, pressures: readonly Pressure[]): PodRejected | null => {
  const spec = specOf(pod);
  if (pressures.length === 0 || isCritical(spec.priority)) return null;
  if (pressures.every((pressure) => pressure === "memory")) {
    if (qosClass(spec) !== "BestEffort") return null;
    if (spec.tolerations.some((toleration) => tolerates(toleration, MEMORY_PRESSURE))) return null;
  }
  return { reason: "Evicted", message: conditionMessage(pressures) };
};

const OTHER_NODE = "node(s) didn't match Pod's node affinity/selector";
const PORTS_TAKEN = "node(s) didn't have free ports for the requested pod ports";
const NOT_TOLERATED = "node(s) had taints that the pod didn't tolerate";

/** What the scheduler would have seen to, for pods that came past it. */
const failsPredicate = (pod: PodState, world: WorldView, node: NodeState): PodRejected | null => {
  const spec = specOf(pod);
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (spec.nodeSelector !== undefined || terms !== undefined) {
    const selects = compileRequiredNodes(spec.nodeSelector, terms);
    if (!selects(node.labels, node.name)) return failedPredicate("NodeAffinity", OTHER_NODE);
  }
  const wanted = hostPortsOf(spec);
  if (wanted.length > 0 && takesPorts(pod, world, wanted)) return failedPredicate("NodePorts", PORTS_TAKEN);
  const untolerated = node.taints.some(
    (taint) => taint.effect === "NoExecute" && !spec.tolerations.some((toleration) => tolerates(toleration, taint)),
  );
  return untolerated ? failedPredicate("TaintToleration", NOT_TOLERATED) : null;
};

/** Whether a pod that came before holds one of the ports. */
const takesPorts = (pod: PodState, world: WorldView, wanted: readonly HostPort[]): boolean => {
  const { binding, identity } = pod;
  if (binding === null) return false;
  for (const other of world.pods.onNode(binding.nodeIx)) {
    const held = other === identity.ix ? undefined : world.pods.at(other);
    if (held?.binding == null || isTerminalPhase(held.status.phase)) continue;
    const isEarlier = held.binding.atUs < binding.atUs || (held.binding.atUs === binding.atUs && other < identity.ix);
    if (!isEarlier) continue;
    if (hostPortsOf(specOf(held)).some((port) => wanted.some((each) => portsConflict(each, port)))) return true;
  }
  return false;
};

/** The first objection, in the kubelet's order; null if there is none, but for a critical pod's want of room. */
export const admissionRefusal = (pod: PodState, world: WorldView, mood: NodeMood): PodRejected | null => {
  const nodeIx = pod.binding?.nodeIx;
  const node = nodeIx === undefined ? undefined : world.nodes.at(nodeIx);
  if (nodeIx === undefined || node === undefined) return null;
  const refused =
    underPressure(pod, mood.pressures) ?? lacksRoom(pod, world, nodeIx) ?? failsPredicate(pod, world, node);
  if (refused !== null || !mood.isShuttingDown) return refused;
  return { reason: "NodeShutdown", message: "Pod was rejected as the node is shutting down." };
};
