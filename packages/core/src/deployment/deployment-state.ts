// What a Deployment is at an instant: its object as last written, and the status its controller wrote.
import type { Deployment } from "../api/deployment.js";
import type { DeploymentIx } from "../ids.js";
import type { ConditionStatus } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";

export interface DeploymentCondition {
  readonly type: "Progressing" | "Available" | "ReplicaFailure";
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
  readonly lastUpdateUs: SimTime;
  readonly lastTransitionUs: SimTime;
}

export interface DeploymentStatus {
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
}

export interface DeploymentState {
  readonly ix: DeploymentIx;
  readonly uid: string;
  /** The object as last applied, scaled, or rolled out. */
  readonly object: Deployment;
  readonly createdAtUs: SimTime;
  /** Counts spec changes, from 1. */
  readonly generation: number;
  readonly status: DeploymentStatus;
  readonly conditions: readonly DeploymentCondition[];
  /** Revision of the newest ReplicaSet, 0 before there is one. */
  readonly revision: number;
}
