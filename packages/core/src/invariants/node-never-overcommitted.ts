// A node is given no more than it has.
import type { Envelope } from "../event.js";
import type { ClusterView } from "../law/cluster-view.js";
import { nodeResources, podRequests } from "../pod/requests.js";
import type { PodRequests } from "../pod/requests.js";
import { specOf } from "../pod/pod-state.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { PlacedPods } from "../law/placed-pods.js";
import { nodeWitness, podWitness } from "../law/witness.js";

interface Amount {
  readonly resource: string;
  readonly amount: number;
}

const amountsOf = ({ milliCpu, memoryBytes, ephemeralBytes, scalars }: PodRequests): readonly Amount[] => [
  { resource: "cpu (milli)", amount: milliCpu },
  { resource: "memory", amount: memoryBytes },
  { resource: "ephemeral-storage", amount: ephemeralBytes },
  ...Object.entries(scalars).map(([resource, amount]) => ({ resource, amount })),
];

const amountIn = (requests: PodRequests, resource: string): number =>
  amountsOf(requests).find((one) => one.resource === resource)?.amount ?? 0;

class Room implements Observer {
  readonly #placed = new PlacedPods();

  see(fact: Envelope, _before: ClusterView, after: ClusterView): Judgement {
    const placement = this.#placed.bound(fact, after);
    if (placement === null) return true;
    const { pod, node, placed } = placement;
    const allocatable = nodeResources(node.object.status.allocatable);
    const witnesses = () => [nodeWitness(node), ...placed.map(podWitness)];
    if (placed.length > allocatable.pods) {
      return violated(
        `${node.name} has ${String(placed.length)} pods > allocatable pods=${String(allocatable.pods)}`,
        witnesses(),
      );
    }
    for (const { resource, amount } of amountsOf(podRequests(specOf(pod)))) {
      if (amount === 0) continue;
      const total = placed.reduce((sum, each) => sum + amountIn(podRequests(specOf(each)), resource), 0);
      const limit = amountIn(allocatable, resource);
      if (total > limit) {
        return violated(
          `${node.name} requests ${resource}=${String(total)} > allocatable ${resource}=${String(limit)}`,
          witnesses(),
        );
      }
    }
    return true;
  }
}

export const nodeNeverOvercommitted: Invariant = {
  id: "node.neverOvercommitted",
  title: "a pod is bound only where the requests of all pods of the node stay within its allocatable",
  page: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled",
  hears: ["PodBound"],
  observe: () => new Room(),
};
