// What a pod adds to the resources that scores look at.
import { nonZeroRequests, podRequests } from "@podsim/core";
import type { PodRequests, PodSpec } from "@podsim/core";
import type { NodesView, ResourceView } from "../cluster/cluster-view.js";
import { amountOf } from "../cluster/pod-amount.js";

/** A resource that scores count, and how much it counts beside the others. */
export interface CountedResource {
  /** Kubernetes' name: "cpu", "memory", "nvidia.com/gpu" … */
  readonly name: string;
  /** 1..100. */
  readonly weight: number;
}

export const CPU_AND_MEMORY: readonly CountedResource[] = [
  { name: "cpu", weight: 1 },
  { name: "memory", weight: 1 },
];

export interface Demand {
  readonly column: ResourceView;
  readonly amount: number;
  readonly weight: number;
}

const isBasic = (name: string): boolean => name === "cpu" || name === "memory" || name === "ephemeral-storage";

const demandsFor = (
  nodes: NodesView,
  resources: readonly CountedResource[],
  amountFor: (name: string) => number,
): readonly Demand[] =>
  resources.flatMap(({ name, weight }): Demand[] => {
    const amount = amountFor(name);
    // Devices that the pod does not ask for do not count.
    return amount === 0 && !isBasic(name) ? [] : [{ column: nodes.resource(name), amount, weight }];
  });

/** The pod's requests as they are. */
export const plainDemands = (
  nodes: NodesView,
  requests: PodRequests,
  resources: readonly CountedResource[],
): readonly Demand[] => demandsFor(nodes, resources, (name) => amountOf(requests, name));

const bareSpecs = new WeakMap<PodSpec, PodSpec>();

/** The spec without the resources given for the pod as a whole. */
const withoutPodLevel = (spec: PodSpec): PodSpec => {
  if (spec.resources === undefined) return spec;
  let bare = bareSpecs.get(spec);
  if (bare === undefined) {
    const { resources: _, ...rest } = spec;
    bareSpecs.set(spec, (bare = rest));
  }
  return bare;
};

/**
 * The pod's requests with 100m cpu and 200Mi memory for every container that says nothing. Resources given for the pod
 * as a whole are passed over, as kube-scheduler 1.34 does where it scores the fit.
 */
export const assumedRequests = (spec: PodSpec): PodRequests => {
  const bare = withoutPodLevel(spec);
  const { milliCpu, memoryBytes } = nonZeroRequests(bare);
  return { ...podRequests(bare), milliCpu, memoryBytes };
};

export const assumedDemands = (
  nodes: NodesView,
  spec: PodSpec,
  resources: readonly CountedResource[],
): readonly Demand[] => plainDemands(nodes, assumedRequests(spec), resources);
