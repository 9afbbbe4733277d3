// How many pods of a ReplicaSet are there, alive and ready: kept up to date pod by pod, because counting a thousand pods
// on each of a thousand changes is what makes big Deployments slow.
import { isActive, isReady } from "@podsim/core";
import type { PodState } from "@podsim/core";

export interface ReplicaCounts {
  /** Active pods: not finished, not being deleted. */
  active: number;
  /** Active pods whose Ready condition is True. */
  ready: number;
  /** Pods that exist but are being deleted and have not finished. */
  terminating: number;
}

export const emptyCounts = (): ReplicaCounts => ({ active: 0, ready: 0, terminating: 0 });

/** Adds (sign 1) or takes away (sign -1) one pod. */
export const countPod = (counts: ReplicaCounts, pod: PodState, sign: 1 | -1): void => {
  if (isActive(pod)) {
    counts.active += sign;
    if (isReady(pod)) counts.ready += sign;
  } else if (pod.deletion !== null) counts.terminating += sign;
};
