// What a scheduling decision may depend on besides the pod: the cluster as a plugin sees it. Everything can be read,
// nothing written. Nodes go by dense index; what many nodes share (taints, labels) goes by the number of its content, so
// that a plugin computes it once per content and not once per node.
import type {
  BudgetState,
  ClaimState,
  CsiNodeState,
  StorageClass,
  VolumeState,
  Labels,
  LabelSelector,
  NodeIx,
  NodeState,
  PodState,
  RequiredLabels,
  Taint,
} from "@podsim/core";
import type { NodeChanges } from "./change-journal.js";
import type { HostPort } from "./host-port.js";
import type { PodClass, PodTerm } from "./pod-class.js";

export type { NodeChanges } from "./change-journal.js";
export type { HostPort } from "./host-port.js";
export { hostPortsOf, portsConflict } from "./host-port.js";
export type { PodClass, PodTerm, WeightedTerm } from "./pod-class.js";

export interface ClusterView {
  readonly nodes: NodesView;
  readonly pods: PlacedPodsView;
  readonly objects: ObjectsView;
}

export interface NodesView {
  /** How many nodes there are. */
  readonly size: number;
  /** The index the next node will get: indexes of nodes are below it. */
  readonly nextIx: number;
  /** Nodes in the order a scheduler looks at them: zones in turn. */
  order(): readonly NodeIx[];
  at(node: NodeIx): NodeState | undefined;
  ixOf(name: string): NodeIx | undefined;

  isUnschedulable(node: NodeIx): boolean;
  readonly unschedulableCount: number;
  /** The number of the node's list of taints; equal lists (in equal order) have equal numbers. */
  taintSetOf(node: NodeIx): number;
  /** Numbers of taint lists are below this one; 0 is the empty list. */
  readonly taintSetCount: number;
  taintsIn(taintSet: number): readonly Taint[];
  /** By node: the number of its labels, from 1; equal labels have equal numbers. Valid until the next change. */
  readonly labelSets: ArrayLike<number>;
  /** The values nodes have under one label. */
  topology(key: string): TopologyView;

  /** By node: another number after every change of the node or its pods, 1..2^31 - 1. Valid until the next change. */
  readonly changes: ArrayLike<number>;

  /** Where a reader of changes stands who has seen them all. */
  readonly changePosition: number;
  /**
   * Visits every node that changed since, or one of whose pods did, each once; false, without a visit, if that is too
   * long ago.
   */
  visitChangesSince(position: number, visit: (node: NodeIx) => void): boolean;
  /** Where a reader stands who has seen all changes of nodes themselves, their pods and images aside. */
  readonly nodeChangePosition: number;
  /** The same for images that came to lie on nodes while those ran. */
  readonly imagePosition: number;
  visitImagesSince(position: number, visit: (node: NodeIx) => void): boolean;

  podCount(node: NodeIx): number;
  podsAllocatable(node: NodeIx): number;
  /** By Kubernetes' name. */
  resource(name: string): ResourceView;
  /** Undefined where no node has it. */
  image(name: string): ImageView | undefined;
  hostPortsOn(node: NodeIx): readonly HostPort[];
}

/** cpu in thousandths, everything else in whole units. */
export interface ResourceView {
  allocatable(node: NodeIx): number;
  /** The sum of what the node's pods request. */
  requested(node: NodeIx): number;
  /** The same, where a container that requests no cpu (memory) counts as 100m (200Mi): what scores go by. */
  assumed(node: NodeIx): number;
}

export interface ImageView {
  /** As given by the first node that had it. */
  readonly sizeBytes: number;
  readonly nodeCount: number;
  isOn(node: NodeIx): boolean;
}

export interface TopologyView {
  /** The number of the node's value under the label, from 1; 0 = it has no such label. */
  valueOf(node: NodeIx): number;
  /** Numbers of values are below this one. */
  readonly valueCount: number;
  /** The number of the value "". */
  readonly emptyValue: number;
  /** Whether no two nodes have the same value, and none has the value "". */
  readonly isOneToOne: boolean;
}

/** A pod that takes room on a node: bound and not finished. */
export interface PlacedPod {
  /** As it is now. */
  readonly pod: PodState;
  readonly podClass: PodClass;
}

/** Terms by what they do to newcomers: keep them away, or attract and repel them in scores. */
export type CarriedRole = "repels" | "scores";

export interface PlacedPodsView {
  on(node: NodeIx): readonly PlacedPod[];
  classOf(pod: PodState): PodClass;
  /** The pod as it is now. */
  stateOf(placed: PlacedPod): PodState;
  /** The terms of that role that pods placed now carry, each once, in order of first sight. */
  carriedTerms(role: CarriedRole): readonly PodTerm[];
  /** How many placed pods name the claim among their volumes. */
  claimUsers(namespace: string, name: string): number;
  /** Pods counted by topology domain. Kept from call to call, brought up to date at each. */
  domains(query: DomainQuery): DomainCounts;
}

export interface DomainQuery {
  /** Spells out everything that matters to the counts: equal ids mean equal counts. */
  readonly id: string;
  readonly topologyKey: string;
  /** What a pod adds to its node; a whole number. Pure in the pod's class and in whether somebody is deleting it. */
  readonly weigh: (placed: PlacedPod) => number;
  /** What every pod has that counts, where that is known. */
  readonly requires?: { readonly namespace: string; readonly labels: RequiredLabels };
  /** Whether a node with the label takes part at all. Pure in the node's labels, taints and name. */
  readonly includes: (node: NodeState) => boolean;
  /** Whether nodes without the label are counted with those that have it with the value "". */
  readonly missingIsEmpty: boolean;
  /** Spells out which nodes take part, and by which label: topologyKey, includes and missingIsEmpty. */
  readonly includesId: string;
}

/** Domains are the values of one label over the nodes that take part. */
export interface DomainCounts {
  /** The sum over the domain that the node's own label value names; 0 without the label. */
  countAt(node: NodeIx): number;
  /** The sum over the node's own pods; 0 if it takes no part. */
  countOn(node: NodeIx): number;
  /** How many domains there are, those without pods included. */
  readonly domainCount: number;
  /** The smallest sum of a domain; 0 if there is none. */
  readonly minimum: number;
  /** How many nodes add something other than 0. */
  readonly contributorCount: number;
  /** Nodes whose own share, or place in a domain, changed. Another object = that of any node may have. */
  readonly changes: NodeChanges;
}

/** Claims, volumes and what is known of how they come together. */
export interface StorageView {
  /** Another number after every change to any of them. */
  readonly revision: number;
  claim(namespace: string, name: string): ClaimState | undefined;
  volume(name: string): VolumeState | undefined;
  /** In order of creation. */
  volumes(): Iterable<VolumeState>;
  storageClass(name: string): StorageClass | undefined;
  /** The volume drivers of the node of that name. */
  csiNode(name: string): CsiNodeState | undefined;
}

export interface ObjectsView {
  /** Another number after every change to namespaces. */
  readonly namespacesRevision: number;
  /** Another number after every change to Services, ReplicaSets or what they select. */
  readonly selectorsRevision: number;
  /** The namespaces that exist, with their labels. */
  namespaces(): ReadonlyMap<string, Labels>;
  /** {} if the namespace is unknown. */
  namespaceLabels(name: string): Labels;
  /** Selectors of the namespace's Services that have one. */
  serviceSelectorsIn(namespace: string): readonly Labels[];
  budgets(): Iterable<BudgetState>;
  readonly storage: StorageView;
  /** The selector of the ReplicaSet that controls the pod. */
  ownerSelector(pod: PodState): LabelSelector | undefined;
}
