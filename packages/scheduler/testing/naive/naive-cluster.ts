// The cluster as the slow, obvious scheduler sees it: one plain object per node with the list of its pods, gathered anew
// from the states of nodes and pods for every decision.
import { isTerminalPhase, nodeResources, nonZeroRequests, podRequests, specOf } from "@podsim/core";
import type { Labels, LabelSelector, NodeState, PodRequests, PodState } from "@podsim/core";
import type { World } from "../../src/cluster/world.js";

export interface NaiveNode {
  readonly state: NodeState;
  readonly name: string;
  readonly labels: Labels;
  /** Bound to it and not finished. */
  readonly pods: readonly PodState[];
  /** Pods that somebody is deleting and that were taken off it to see what would happen. */
  readonly takenOff?: readonly PodState[];
}

export interface NaiveCluster {
  readonly nodes: readonly NaiveNode[];
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** Selectors of Services, by namespace. */
  readonly services: readonly { readonly namespace: string; readonly selector: Labels | undefined }[];
  readonly replicaSets: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly selector: LabelSelector;
  }[];
}

export const gatherCluster = (world: World): NaiveCluster => {
  const placed = [...world.pods.values()].filter((pod) => pod.binding !== null && !isTerminalPhase(pod.status.phase));
  return {
    nodes: [...world.nodes.values()].map((state) => ({
      state,
      name: state.name,
      labels: state.labels,
      pods: placed.filter((pod) => pod.binding?.nodeName === state.name),
    })),
    namespaces: new Map(world.cluster.namespaces.map(({ name, labels }) => [name, labels])),
    services: [...world.services.values()].map(({ object }) => ({
      namespace: object.metadata.namespace,
      selector: object.spec.selector,
    })),
    replicaSets: [...world.replicaSets.values()],
  };
};

export const amount = (requests: PodRequests, name: string): number => {
  if (name === "cpu") return requests.milliCpu;
  if (name === "memory") return requests.memoryBytes;
  if (name === "ephemeral-storage") return requests.ephemeralBytes;
  return requests.scalars[name] ?? 0;
};

export const allocatable = ({ state }: NaiveNode, name: string): number =>
  amount(nodeResources(state.object.status.allocatable), name);

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

export const requested = ({ pods }: NaiveNode, name: string): number =>
  sum(pods.map((pod) => amount(podRequests(specOf(pod)), name)));

/** The same with what scores assume of containers that say nothing. */
export const assumed = (node: NaiveNode, name: "cpu" | "memory"): number =>
  sum(
    node.pods.map((pod) => {
      const { milliCpu, memoryBytes } = nonZeroRequests(specOf(pod));
      return name === "cpu" ? milliCpu : memoryBytes;
    }),
  );

export const labelsOf = (pod: PodState): Labels => pod.identity.template.metadata.labels;
