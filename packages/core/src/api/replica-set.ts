// ReplicaSet (apps/v1): the fields podsim reads, after defaulting.
import type { LabelSelector, ObjectMeta } from "./meta.js";
import type { PodTemplateSpec } from "./pod.js";

export interface ReplicaSetSpec {
  readonly replicas: number;
  readonly minReadySeconds: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
}

export interface ReplicaSet {
  readonly apiVersion: "apps/v1";
  readonly kind: "ReplicaSet";
  readonly metadata: ObjectMeta;
  readonly spec: ReplicaSetSpec;
}
