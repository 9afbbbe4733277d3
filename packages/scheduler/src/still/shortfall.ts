// What a node lacks of what a pod requests, and which node lacks least.
import { accountedSpec, podRequests } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { amountOf } from "../cluster/pod-amount.js";
import { NOBODY_NOMINATED } from "../framework/nominations.js";
import type { NominatedPods } from "../framework/nominations.js";
import type { PodView } from "../framework/pod-view.js";

/** Of one resource, by Kubernetes' name; cpu in thousandths, everything else in whole units. */
export interface Lack {
  readonly resource: string;
  readonly requested: number;
  /** What is left of it on the node. */
  readonly free: number;
  readonly allocatable: number;
  /** requested - free, > 0. */
  readonly short: number;
}

export interface Shortfall {
  readonly node: NodeIx;
  /** At least one, in the order in which the scheduler looks at them. */
  readonly lacks: readonly Lack[];
}

const lackOf = (resource: string, requested: number, free: number, allocatable: number): readonly Lack[] =>
  requested > free ? [{ resource, requested, free, allocatable, short: requested - free }] : [];

/** Null where the node has enough of everything. What `promised` pods that matter to this one ask for counts as taken. */
export const shortfallOn = (
  pod: PodView,
  { nodes }: ClusterView,
  node: NodeIx,
  promised: NominatedPods = NOBODY_NOMINATED,
): Shortfall | null => {
  const { requests } = pod;
  const guests = promised.respectedBy(pod, node).map((guest) => podRequests(accountedSpec(guest.pod)));
  const pods = nodes.podsAllocatable(node);
  const names = ["cpu", "memory", "ephemeral-storage", ...Object.keys(requests.scalars)];
  const lacks = [
    ...lackOf("pods", 1, pods - nodes.podCount(node) - guests.length, pods),
    ...names.flatMap((name) => {
      const requested = amountOf(requests, name);
      if (requested === 0) return [];
      const column = nodes.resource(name);
      const allocatable = column.allocatable(node);
      const taken = guests.reduce((sum, guest) => sum + amountOf(guest, name), column.requested(node));
      return lackOf(name, requested, allocatable - taken, allocatable);
    }),
  ];
  return lacks.length === 0 ? null : { node, lacks };
};

/** How much is lacking, each resource as a share of what is asked of it. */
const severity = ({ lacks }: Shortfall): number =>
  lacks.reduce((sum, { short, requested }) => sum + short / requested, 0);

/** The node that lacks least; the first of several. */
export const nearestShortfall = (
  pod: PodView,
  cluster: ClusterView,
  among: readonly NodeIx[],
  promised: NominatedPods = NOBODY_NOMINATED,
): Shortfall | null => {
  let nearest: Shortfall | null = null;
  for (const node of among) {
    const shortfall = shortfallOn(pod, cluster, node, promised);
    if (shortfall !== null && (nearest === null || severity(shortfall) < severity(nearest))) nearest = shortfall;
  }
  return nearest;
};
