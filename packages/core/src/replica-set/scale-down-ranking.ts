// Which pods a ReplicaSet deletes first when it has too many.
import { findCondition } from "../pod/pod-state.js";
import type { Phase, PodState } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import { NOT_YET, SECOND } from "../time.js";

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
const INT32_MAX = 2 ** 31 - 1;

/** What the order looks at, read once per pod. */
export interface ScaleDownCandidate {
  readonly pod: PodState;
  readonly isBound: boolean;
  /** Pending 0, Unknown 1, Running 2. */
  readonly phaseRank: number;
  /** -1 = not Ready. */
  readonly readySinceUs: SimTime;
  readonly deletionCost: number;
  /** How many active pods of the same owner's ReplicaSets are on the pod's node. */
  readonly crowding: number;
  readonly restartCount: number;
  /** Whole seconds, as the API keeps it. */
  readonly createdAtUs: SimTime;
}

const phaseRankOf = (phase: Phase): number => (phase === "Pending" ? 0 : phase === "Running" ? 2 : 1);

/** The annotation's value: an int32 without plus sign or leading zeros, 0 where there is none or it is malformed. */
const deletionCostOf = (pod: PodState): number => {
  const text = pod.identity.template.metadata.annotations[DELETION_COST];
  if (text === undefined || !/^(0|-?[1-9]\d*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost > INT32_MAX || cost < -INT32_MAX - 1 ? 0 : cost;
};

/** Regular containers, and init containers that run on beside them. */
const maxRestartCountOf = (pod: PodState): number => {
  let most = 0;
  for (const status of pod.status.containerStatuses) most = Math.max(most, status.restartCount);
  const { initContainers } = pod.identity.template.spec;
  for (const [ix, status] of pod.status.initContainerStatuses.entries()) {
    if (initContainers[ix]?.restartPolicy === "Always") most = Math.max(most, status.restartCount);
  }
  return most;
};

export const scaleDownCandidate = (pod: PodState, crowding: number): ScaleDownCandidate => {
  const ready = findCondition(pod.status, "Ready");
  return {
    pod,
    isBound: pod.binding !== null,
    phaseRank: phaseRankOf(pod.status.phase),
    readySinceUs: ready?.status === "True" ? ready.lastTransitionUs : -1,
    deletionCost: deletionCostOf(pod),
    crowding,
    restartCount: maxRestartCountOf(pod),
    createdAtUs: Math.floor(pod.identity.createdAtUs / SECOND) * SECOND,
  };
};

const NANOSECONDS = 1_000;
const WORD = 2 ** 32;

/** The whole part of log2 of the age in nanoseconds; -1 for an age of zero or less. */
const ageBucket = (since: SimTime, now: SimTime): number => {
  const age = (now - since) * NANOSECONDS;
  if (age <= 0) return -1;
  const high = Math.floor(age / WORD);
  return high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(age);
};

const compareUids = ({ pod: a }: ScaleDownCandidate, { pod: b }: ScaleDownCandidate): number =>
  a.identity.uid < b.identity.uid ? -1 : a.identity.uid > b.identity.uid ? 1 : 0;

/** Among times that differ: the younger first by order of magnitude; within one order, whoever has the smaller UID. */
const compareAges = (
  a: ScaleDownCandidate,
  b: ScaleDownCandidate,
  sinceA: SimTime,
  sinceB: SimTime,
  now: SimTime,
): number => {
  const difference = ageBucket(sinceA, now) - ageBucket(sinceB, now);
  if (difference !== 0) return difference;
  return compareUids(a, b);
};

/**
 * Negative: `a` is deleted before `b`. Pods that nothing tells apart come in any order upstream; here UIDs decide between
 * them too. As upstream, the order need not be transitive where ready times are equal for some pods and in one order of
 * magnitude for others.
 */
export const compareForScaleDown = (a: ScaleDownCandidate, b: ScaleDownCandidate, now: SimTime): number => {
  if (a.isBound !== b.isBound) return a.isBound ? 1 : -1;
  if (a.phaseRank !== b.phaseRank) return a.phaseRank - b.phaseRank;
  const areReady = a.readySinceUs !== NOT_YET;
  if (areReady !== (b.readySinceUs !== NOT_YET)) return areReady ? 1 : -1;
  if (a.deletionCost !== b.deletionCost) return a.deletionCost - b.deletionCost;
  if (a.crowding !== b.crowding) return b.crowding - a.crowding;
  if (areReady && a.readySinceUs !== b.readySinceUs) return compareAges(a, b, a.readySinceUs, b.readySinceUs, now);
  if (a.restartCount !== b.restartCount) return b.restartCount - a.restartCount;
  if (a.createdAtUs !== b.createdAtUs) return compareAges(a, b, a.createdAtUs, b.createdAtUs, now);
  return compareUids(a, b);
};

/** Up to so many victims are found by insertion, without sorting the rest. */
const FEW = 32;

/** The `count` candidates that are deleted first, in that order; all of them, unsorted, when none is left over. */
export const selectVictims = (
  candidates: readonly ScaleDownCandidate[],
  count: number,
  now: SimTime,
): readonly ScaleDownCandidate[] => {
  if (count >= candidates.length) return candidates;
  if (count > FEW) return candidates.toSorted((a, b) => compareForScaleDown(a, b, now)).slice(0, count);
  const first: ScaleDownCandidate[] = [];
  for (const candidate of candidates) {
    const last = first.at(-1);
    if (first.length === count && last !== undefined && compareForScaleDown(candidate, last, now) >= 0) continue;
    let place = first.length;
    for (let above = first[place - 1]; above !== undefined; above = first[place - 1]) {
      if (compareForScaleDown(candidate, above, now) >= 0) break;
      place -= 1;
    }
    first.splice(place, 0, candidate);
    if (first.length > count) first.pop();
  }
  return first;
};
