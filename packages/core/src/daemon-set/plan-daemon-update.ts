// Which pods a DaemonSet's rolling update replaces now.
import type { DaemonSetUpdateStrategy } from "../api/daemon-set.js";
import type { PodState } from "../pod/pod-state.js";
import { scaledValue } from "../scaled-value.js";

/** The pods of one node that nobody is deleting, of the present and of earlier revisions. */
export interface DaemonNode {
  readonly name: string;
  readonly fresh: readonly PodState[];
  readonly old: readonly PodState[];
}

export interface DaemonUpdate {
  readonly deleted: readonly PodState[];
  /** Names of nodes that get a new pod beside their old one. */
  readonly surged: readonly string[];
}

type Rolling = Extract<DaemonSetUpdateStrategy, { readonly type: "RollingUpdate" }>["rollingUpdate"];

export interface UpdateLimits {
  readonly maxUnavailable: number;
  readonly maxSurge: number;
}

/** Percentages are of the nodes that should have a pod, and round up; one pod goes if nothing else is allowed. */
export const updateLimits = ({ maxUnavailable, maxSurge }: Rolling, desired: number): UpdateLimits => {
  const limits = {
    maxUnavailable: scaledValue(maxUnavailable, desired, "up"),
    maxSurge: scaledValue(maxSurge, desired, "up"),
  };
  return desired > 0 && limits.maxUnavailable === 0 && limits.maxSurge === 0
    ? { ...limits, maxUnavailable: 1 }
    : limits;
};

type Available = (pod: PodState) => boolean;

/** Old pods that are not available go in any case; others as long as few enough nodes are without one that is. */
const planInPlace = (nodes: readonly DaemonNode[], maxUnavailable: number, isAvailable: Available): DaemonUpdate => {
  let unavailable = 0;
  const free: PodState[] = [];
  const candidates: PodState[] = [];
  for (const { fresh, old } of nodes) {
    const [freshPod] = fresh;
    const [oldPod] = old;
    if (fresh.length > 1 || old.length > 1 || (freshPod === undefined) === (oldPod === undefined)) unavailable += 1;
    else if (freshPod !== undefined) unavailable += isAvailable(freshPod) ? 0 : 1;
    else if (oldPod !== undefined && !isAvailable(oldPod)) {
      free.push(oldPod);
      unavailable += 1;
    } else if (oldPod !== undefined && unavailable < maxUnavailable) candidates.push(oldPod);
  }
  const remaining = Math.max(0, maxUnavailable - unavailable);
  return { deleted: [...free, ...candidates.slice(0, remaining)], surged: [] };
};

/** A new pod comes beside the old one, which goes when the new one is available. */
const planSurge = (nodes: readonly DaemonNode[], maxSurge: number, isAvailable: Available): DaemonUpdate => {
  let surging = 0;
  const deleted: PodState[] = [];
  const free: string[] = [];
  const candidates: string[] = [];
  for (const { name, fresh, old } of nodes) {
    const [freshPod] = fresh;
    const [oldPod] = old;
    if (fresh.length > 1 || old.length > 1) surging += 1;
    else if (oldPod === undefined) continue;
    else if (freshPod === undefined) (isAvailable(oldPod) ? candidates : free).push(name);
    else if (isAvailable(freshPod)) deleted.push(oldPod);
    else surging += 1;
  }
  const remaining = Math.max(0, maxSurge - surging);
  return { deleted, surged: [...free, ...candidates.slice(0, remaining)] };
};

/** `nodes`: those that have a pod, terminating ones included. */
export const planDaemonUpdate = (
  nodes: readonly DaemonNode[],
  { maxUnavailable, maxSurge }: UpdateLimits,
  isAvailable: Available,
): DaemonUpdate =>
  maxSurge === 0 ? planInPlace(nodes, maxUnavailable, isAvailable) : planSurge(nodes, maxSurge, isAvailable);
