// PodDisruptionBudget (policy/v1): the fields podsim reads, after defaulting.
import type { IntOrPercent } from "./deployment.js";
import type { LabelSelector, ObjectMeta } from "./meta.js";

export interface PodDisruptionBudget {
  readonly apiVersion: "policy/v1";
  readonly kind: "PodDisruptionBudget";
  readonly metadata: ObjectMeta;
  readonly spec: {
    /** Exactly one of minAvailable and maxUnavailable is set. */
    readonly minAvailable?: IntOrPercent;
    readonly maxUnavailable?: IntOrPercent;
    readonly selector?: LabelSelector;
    readonly unhealthyPodEvictionPolicy: "IfHealthyBudget" | "AlwaysAllow";
  };
}
