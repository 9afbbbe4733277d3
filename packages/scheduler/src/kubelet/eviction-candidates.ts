// Whom a kubelet whose node is short of something would evict, in order, and by what each is judged.
import { allocatedSpec, containerAt, evictionOrder, isTerminalPhase, podRequests, specOf, unitsOf } from "@podsim/core";
import type { NodeIx, PodState, PodUse, SimTime, StarvedResource } from "@podsim/core";
import type { KubeletContext } from "./kubelet-context.js";
import { diskOf, layerBytesOf, memoryOf, processesOf } from "./node-usage.js";
import type { InstanceUse, NodeUse } from "./node-usage.js";

export const activePods = (context: KubeletContext, nodeIx: NodeIx): readonly PodState[] => {
  const { pods } = context.plane.world;
  const active: PodState[] = [];
  for (const podIx of pods.onNode(nodeIx)) {
    const pod = context.podAt(podIx);
    if (pod !== undefined && !isTerminalPhase(pod.status.phase) && pod.runtime.failure === null) active.push(pod);
  }
  return active.sort((a, b) => a.identity.ix - b.identity.ix);
};

const usedBy = (resource: StarvedResource, uses: readonly InstanceUse[], at: SimTime): number => {
  let used = 0;
  for (const use of uses) {
    if (resource === "memory") used += memoryOf(use, at);
    else if (resource === "pids") used += processesOf(use, at);
    else used += diskOf(use, at);
  }
  return used;
};

const requestedBy = (resource: StarvedResource, pod: PodState): number => {
  const requests = podRequests(allocatedSpec(pod));
  if (resource === "memory") return requests.memoryBytes;
  return resource === "pids" ? 0 : requests.ephemeralBytes;
};

interface Candidate extends PodUse {
  readonly pod: PodState;
  /** A pod whose sandbox does not stand yet has no figures, and goes before all others. */
  readonly isKnown: boolean;
}

/** The first is evicted first. */
export const evictionCandidates = (
  context: KubeletContext,
  nodeIx: NodeIx,
  use: NodeUse,
  resource: StarvedResource,
  at: SimTime,
): readonly Candidate[] =>
  activePods(context, nodeIx)
    .map((pod): Candidate => ({
      pod,
      isKnown: pod.runtime.sandbox.state === "ready",
      priority: specOf(pod).priority,
      used: usedBy(resource, use.of(pod), at),
      requested: requestedBy(resource, pod),
    }))
    .sort(
      (a, b) =>
        Number(a.isKnown) - Number(b.isKnown) || (a.isKnown ? evictionOrder(resource, a, b) : a.priority - b.priority),
    );

interface ContainerUse {
  readonly name: string;
  readonly used: number;
  readonly requested: number;
  readonly requestText: string;
}

/** What each container uses and asked for, as the message of an eviction tells it. */
export const containerUses = (
  pod: PodState,
  uses: readonly InstanceUse[],
  resource: StarvedResource,
  at: SimTime,
): readonly ContainerUse[] => {
  const spec = allocatedSpec(pod);
  return uses.map((use) => {
    const { requests } = containerAt(spec, use.container).resources;
    return {
      name: use.name,
      used: resource === "memory" ? memoryOf(use, at) : layerBytesOf(use, at),
      requested: unitsOf(requests, resource) ?? 0,
      requestText: requests[resource] ?? "0",
    };
  });
};
