// What the statefulset controller does next: which pod it creates or deletes, in order, and what it waits for.
import type { StatefulSetSpec } from "../api/stateful-set.js";
import type { PodState } from "../pod/pod-state.js";
import { isReady, isTerminalPhase } from "../pod/pod-state.js";
import { isAvailable } from "../replica-set/availability.js";
import { scaledValue } from "../scaled-value.js";
import type { SimTime } from "../time.js";
import { revisionOf } from "./stateful-pods.js";

export interface StatefulPods {
  /** By position, from the first ordinal on; undefined = there is no such pod. */
  readonly replicas: readonly (PodState | undefined)[];
  /** Pods of ordinals that are not wanted, the highest first. */
  readonly condemned: readonly PodState[];
}

export interface StatefulPlan {
  /** Positions in `replicas`. */
  readonly created: readonly number[];
  readonly deleted: readonly PodState[];
}

export interface StatefulContext {
  readonly spec: StatefulSetSpec;
  readonly updateRevision: string;
  /** Whether maxUnavailable counts; without it pods are updated one by one. */
  readonly heedsMaxUnavailable: boolean;
  readonly now: SimTime;
}

const NOTHING: StatefulPlan = { created: [], deleted: [] };

const isRunningAndReady = (pod: PodState): boolean => pod.status.phase === "Running" && isReady(pod);

const isUnavailable = (pod: PodState | undefined, { spec, now }: StatefulContext): boolean =>
  pod === undefined || pod.deletion !== null || !isRunningAndReady(pod) || !isAvailable(pod, spec.minReadySeconds, now);

/** One step at a time; null = the ordinals are as they should be. */
const planOrdered = ({ replicas, condemned }: StatefulPods, context: StatefulContext): StatefulPlan | null => {
  for (const [position, pod] of replicas.entries()) {
    if (pod === undefined) return { created: [position], deleted: [] };
    if (isTerminalPhase(pod.status.phase)) return pod.deletion === null ? { created: [], deleted: [pod] } : NOTHING;
    if (isUnavailable(pod, context)) return NOTHING;
  }
  const firstUnavailable = condemned.findLast((pod) => isUnavailable(pod, context));
  const [last] = condemned;
  if (last === undefined) return null;
  if (last.deletion !== null) return NOTHING;
  return isUnavailable(last, context) && last !== firstUnavailable ? NOTHING : { created: [], deleted: [last] };
};

/** Everything at once. */
const planParallel = ({ replicas, condemned }: StatefulPods): StatefulPlan => {
  const created = [...replicas.keys()].filter((position) => replicas[position] === undefined);
  const ended = replicas.filter(
    (pod) => pod !== undefined && isTerminalPhase(pod.status.phase) && pod.deletion === null,
  );
  const surplus = condemned.filter(({ deletion }) => deletion === null);
  return { created, deleted: [...ended.filter((pod) => pod !== undefined), ...surplus] };
};

/** Pods of an earlier revision, the highest first; each waits until those above it are available. */
const planUpdate = ({ replicas }: StatefulPods, context: StatefulContext): readonly PodState[] => {
  const { updateStrategy, replicas: size, ordinals } = context.spec;
  if (updateStrategy.type !== "RollingUpdate") return [];
  const { partition, maxUnavailable = 1 } = updateStrategy.rollingUpdate;
  const first = Math.max(0, partition - (ordinals?.start ?? 0));
  const isOld = (pod: PodState): boolean => revisionOf(pod) !== context.updateRevision;
  if (context.heedsMaxUnavailable) {
    const limit = Math.max(1, scaledValue(maxUnavailable, size, "up"));
    const remaining = limit - replicas.filter((pod) => isUnavailable(pod, context)).length;
    if (remaining <= 0) return [];
    const targets = replicas.slice(first).flatMap((pod) => (pod?.deletion === null && isOld(pod) ? [pod] : []));
    return targets.reverse().slice(0, remaining);
  }
  for (const pod of replicas.slice(first).reverse()) {
    if (pod?.deletion === null && isOld(pod)) return [pod];
    if (isUnavailable(pod, context)) return [];
  }
  return [];
};

/** Scaling goes before updating. */
export const planStatefulSet = (pods: StatefulPods, context: StatefulContext): StatefulPlan => {
  if (context.spec.podManagementPolicy === "OrderedReady") {
    return planOrdered(pods, context) ?? { created: [], deleted: planUpdate(pods, context) };
  }
  const { created, deleted } = planParallel(pods);
  const updated = planUpdate(pods, context).filter((pod) => !deleted.includes(pod));
  return { created, deleted: [...deleted, ...updated] };
};
