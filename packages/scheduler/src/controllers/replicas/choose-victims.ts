// Reads out of the world what the order of scale-down looks at, and chooses the pods that go.
import { isActive, scaleDownCandidate, selectVictims } from "@podsim/core";
import type { NodeIx, PodState, SimTime } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";

const activePodsOf = (world: WorldView, replicaSet: number): readonly PodState[] => {
  const pods: PodState[] = [];
  for (const podIx of world.pods.ofReplicaSet(replicaSet)) {
    const pod = world.pods.at(podIx);
    if (pod !== undefined && isActive(pod)) pods.push(pod);
  }
  return pods;
};

/** A node's active pods of these ReplicaSets; null stands for pods on no node. */
const countByNode = (world: WorldView, replicaSets: Iterable<number>): ReadonlyMap<NodeIx | null, number> => {
  const counts = new Map<NodeIx | null, number>();
  for (const replicaSet of replicaSets) {
    for (const { binding } of activePodsOf(world, replicaSet)) {
      const nodeIx = binding?.nodeIx ?? null;
      counts.set(nodeIx, (counts.get(nodeIx) ?? 0) + 1);
    }
  }
  return counts;
};

/**
 * Which `count` of the ReplicaSet's pods are deleted. `related` are the ReplicaSets of the same Deployment, the set
 * itself included: their pods make a node crowded.
 */
export const chooseVictims = (
  world: WorldView,
  replicaSet: number,
  related: Iterable<number>,
  count: number,
  now: SimTime,
): readonly PodState[] => {
  const pods = activePodsOf(world, replicaSet);
  if (count >= pods.length) return pods;
  const crowding = countByNode(world, related);
  const candidates = pods.map((pod) => scaleDownCandidate(pod, crowding.get(pod.binding?.nodeIx ?? null) ?? 0));
  return selectVictims(candidates, count, now).map(({ pod }) => pod);
};
