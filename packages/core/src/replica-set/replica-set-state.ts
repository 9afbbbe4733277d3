// What a ReplicaSet is at an instant.
import type { LabelSelector } from "../api/meta.js";
import type { PodTemplateSpec } from "../api/pod.js";
import type { DeploymentIx, ReplicaSetIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface ReplicaSetState {
  readonly ix: ReplicaSetIx;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The Deployment it belongs to; null for one applied by hand. */
  readonly deployment: DeploymentIx | null;
  readonly deploymentName: string | null;
  readonly createdAtUs: SimTime;
  readonly template: PodTemplateSpec;
  readonly selector: LabelSelector;
  readonly minReadySeconds: number;
  /** pod-template-hash; "" without a Deployment. */
  readonly templateHash: string;
  /** deployment.kubernetes.io/revision; 0 without a Deployment. */
  readonly revision: number;
  /** spec.replicas. */
  readonly replicas: number;
  /**
   * deployment.kubernetes.io/desired-replicas and max-replicas: the Deployment's size, and its size with surge, when it
   * last scaled this set; null without a Deployment.
   */
  readonly sizedFor: { readonly desiredReplicas: number; readonly maxReplicas: number } | null;
  readonly status: { readonly replicas: number; readonly readyReplicas: number; readonly availableReplicas: number };
  /** Counts versions of its spec, from 1. */
  readonly generation: number;
  /** Message of the condition ReplicaFailure; "" while pods can be created. */
  readonly failure: string;
  /** When pods were first refused, while they are; -1 = they never were. */
  readonly failingSinceUs: SimTime;
}
