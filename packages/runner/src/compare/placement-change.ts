// Which pods stand elsewhere at the end of one run than at the end of the other.
import { statusColumn } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";

export interface PodPlace {
  /** null = no node. */
  readonly node: string | null;
  /** STATUS as kubectl prints it. */
  readonly status: string;
}

export interface MovedPod {
  readonly namespace: string;
  readonly name: string;
  /** null = there is no such pod. */
  readonly a: PodPlace | null;
  readonly b: PodPlace | null;
}

export interface PlacementChange {
  /** Pods of either run that differ, by namespace and name. */
  readonly pods: readonly MovedPod[];
  readonly onAnotherNode: number;
  readonly placedOnlyInA: number;
  readonly placedOnlyInB: number;
  readonly onlyInA: number;
  readonly onlyInB: number;
}

const placesOf = (world: WorldView): ReadonlyMap<string, MovedPod["a"] & { namespace: string; name: string }> =>
  new Map(
    [...world.pods.values()].map((pod) => {
      const { namespace, name } = pod.identity;
      return [
        `${namespace}/${name}`,
        { namespace, name, node: pod.binding?.nodeName ?? null, status: statusColumn(pod) },
      ];
    }),
  );

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Pods are the same where namespace and name are. */
export const placementChange = (a: WorldView, b: WorldView): PlacementChange => {
  const [inA, inB] = [placesOf(a), placesOf(b)];
  const pods: MovedPod[] = [];
  for (const [key, one] of inA) {
    const other = inB.get(key) ?? null;
    if (other !== null && other.node === one.node) continue;
    const { namespace, name, node, status } = one;
    const b = other === null ? null : { node: other.node, status: other.status };
    pods.push({ namespace, name, a: { node, status }, b });
  }
  for (const [key, { namespace, name, node, status }] of inB) {
    if (!inA.has(key)) pods.push({ namespace, name, a: null, b: { node, status } });
  }
  pods.sort((one, other) => compareText(one.namespace, other.namespace) || compareText(one.name, other.name));
  const count = (test: (pod: MovedPod) => boolean): number => pods.filter(test).length;
  return {
    pods,
    onAnotherNode: count((pod) => pod.a?.node != null && pod.b?.node != null),
    placedOnlyInA: count((pod) => pod.b !== null && pod.a?.node != null && pod.b.node === null),
    placedOnlyInB: count((pod) => pod.a !== null && pod.a.node === null && pod.b?.node != null),
    onlyInA: count((pod) => pod.b === null),
    onlyInB: count((pod) => pod.a === null),
  };
};
