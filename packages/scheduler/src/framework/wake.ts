// Changes in the cluster that may make a waiting pod schedulable, and which of them a plugin asks to be woken for.
import type { ClaimState, CsiNodeState, NodeState, PodState, StorageClassState, VolumeState } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { PodView } from "./pod-view.js";

/** What changed, as bits; their order is Kubernetes' and matters to matchesEvent. */
export const ACTION = {
  add: 1,
  delete: 2,
  updateNodeAllocatable: 4,
  updateNodeLabel: 8,
  updateNodeTaint: 16,
  updateNodeCondition: 32,
  updateNodeAnnotation: 64,
  updatePodLabel: 128,
  updatePodScaleDown: 256,
  updatePodToleration: 512,
  updatePodSchedulingGatesEliminated: 1_024,
  updatePodGeneratedResourceClaim: 2_048,
  /** Any of the updates, or one that is none of them. */
  update: 4_092,
  all: 4_095,
} as const;

export interface NodeEvent {
  readonly resource: "Node";
  readonly action: number;
  /** Null for a node that was added. */
  readonly before: NodeState | null;
  /** Null for a node that was removed. */
  readonly after: NodeState | null;
}

export interface PodEvent {
  /** Whether the pod it is about is bound. */
  readonly resource: "AssignedPod" | "UnscheduledPod";
  readonly action: number;
  /** Null for a pod that was added. */
  readonly before: PodState | null;
  /** Null for a pod that went away. */
  readonly after: PodState | null;
}

/** One kind of storage object changed; null before = it is new, null after = it is gone. */
interface ObjectEvent<Resource extends string, State> {
  readonly resource: Resource;
  readonly action: number;
  readonly before: State | null;
  readonly after: State | null;
}

export type ClaimEvent = ObjectEvent<"PersistentVolumeClaim", ClaimState>;
export type VolumeEvent = ObjectEvent<"PersistentVolume", VolumeState>;
export type StorageClassEvent = ObjectEvent<"StorageClass", StorageClassState>;
export type CsiNodeEvent = ObjectEvent<"CSINode", CsiNodeState>;
export type StorageEvent = ClaimEvent | VolumeEvent | StorageClassEvent | CsiNodeEvent;

/** Not a change of the cluster but the passing of time, or somebody's wish. */
export interface WildcardEvent {
  readonly resource: "*";
  readonly action: typeof ACTION.all;
  /** The only pod it is about; null = every one. */
  readonly pod: PodState | null;
}

export type ClusterEvent = NodeEvent | PodEvent | StorageEvent | WildcardEvent;

/** Whether a pod that the plugin rejected is worth another try after the event. */
type Hint<Event> = (pod: PodView, event: Event, cluster: ClusterView) => boolean;

/** Without a hint, every event of the kind is worth a try. */
export type WakeRule =
  | { readonly resource: "Node"; readonly actions: number; readonly hint?: Hint<NodeEvent> }
  | { readonly resource: "Pod" | "UnscheduledPod"; readonly actions: number; readonly hint?: Hint<PodEvent> }
  | StorageRule<ClaimEvent>
  | StorageRule<VolumeEvent>
  | StorageRule<StorageClassEvent>
  | StorageRule<CsiNodeEvent>;

interface StorageRule<Event extends StorageEvent> {
  readonly resource: Event["resource"];
  readonly actions: number;
  readonly hint?: Hint<Event>;
}

/** Whether an event is of a kind that was asked for. */
export const matchesEvent = (rule: WakeRule, event: ClusterEvent): boolean => {
  const isOfResource =
    rule.resource === event.resource ||
    (rule.resource === "Pod" && (event.resource === "AssignedPod" || event.resource === "UnscheduledPod"));
  return isOfResource && (rule.actions & event.action) !== 0 && event.action <= rule.actions;
};

/** The hint of a rule that matches the event. */
export const isWorthATry = (rule: WakeRule, pod: PodView, event: ClusterEvent, cluster: ClusterView): boolean => {
  if (rule.hint === undefined || event.resource === "*") return true;
  // A rule that matches an event asks for that kind of event.
  const hint = rule.hint as Hint<typeof event>;
  return hint(pod, event, cluster);
};
