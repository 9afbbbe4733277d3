// What a StatefulSet is at an instant: its object as last written, its revisions, and the status its controller wrote.
import type { StatefulSet } from "../api/stateful-set.js";
import type { PodTemplateSpec } from "../api/pod.js";
import type { StatefulSetIx } from "../ids.js";
import type { SimTime } from "../time.js";

/** A template the set has or had; its pods carry the name as a label. */
export interface StatefulRevision {
  readonly name: string;
  readonly template: PodTemplateSpec;
  /** From 1; of a template that comes back the number rises. */
  readonly number: number;
}

export interface StatefulSetStatus {
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly currentReplicas: number;
  readonly updatedReplicas: number;
  /** "" before the first look at the set. */
  readonly currentRevision: string;
  readonly updateRevision: string;
}

export interface StatefulSetState {
  readonly ix: StatefulSetIx;
  readonly uid: string;
  readonly object: StatefulSet;
  readonly createdAtUs: SimTime;
  /** Counts spec changes, from 1. */
  readonly generation: number;
  readonly revisions: readonly StatefulRevision[];
  readonly status: StatefulSetStatus;
  /** What the API server answered when it refused a pod or its claim; "" = nothing, or all are there since. */
  readonly failure: string;
}
