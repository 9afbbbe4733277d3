// PriorityClass (scheduling.k8s.io/v1): the fields podsim reads, after defaulting.
import type { ObjectMeta } from "./meta.js";

export interface PriorityClass {
  readonly apiVersion: "scheduling.k8s.io/v1";
  readonly kind: "PriorityClass";
  readonly metadata: ObjectMeta;
  readonly value: number;
  readonly globalDefault: boolean;
  readonly preemptionPolicy: "PreemptLowerPriority" | "Never";
}
