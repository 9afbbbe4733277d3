// The kubelet's own check of a pod that was bound to its node: does it fit what the node has left?
import { podRequests, specOf } from "@podsim/core";
import type { NodeIx, PodRejected, PodState } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";

const refusal = (resource: string, requested: number, used: number, capacity: number): PodRejected => ({
  reason: `OutOf${resource}`,
  message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
});

const shortOf = (world: WorldView, node: NodeIx, resource: string, requested: number): PodRejected | null => {
  const column = world.nodes.resource(resource);
  if (requested === 0 || column === undefined) return null;
  const capacity = column.allocatable(node);
  // The pod itself is counted already.
  const used = column.requested(node) - requested;
  return used + requested > capacity ? refusal(resource, requested, used, capacity) : null;
};

/** The first resource that is short, in the kubelet's order; null if the pod is admitted. */
export const admissionRefusal = (pod: PodState, world: WorldView): PodRejected | null => {
  const node = pod.binding?.nodeIx;
  if (node === undefined || world.nodes.at(node) === undefined) return null;
  const capacity = world.nodes.podsAllocatable(node);
  const pods = world.nodes.podCount(node);
  if (pods > capacity) return refusal("pods", 1, pods - 1, capacity);
  const requests = podRequests(specOf(pod));
  const first =
    shortOf(world, node, "cpu", requests.milliCpu) ??
    shortOf(world, node, "memory", requests.memoryBytes) ??
    shortOf(world, node, "ephemeral-storage", requests.ephemeralBytes);
  if (first !== null) return first;
  for (const name of Object.keys(requests.scalars)) {
    const short = shortOf(world, node, name, requests.scalars[name] ?? 0);
    if (short !== null) return short;
  }
  return null;
};
