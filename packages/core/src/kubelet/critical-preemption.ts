// Which pods a kubelet ends to take in a critical pod that lacks room: as few Guaranteed ones as possible, then as few
// Burstable ones, then as few that request nothing.
import type { PodSpec } from "../api/pod.js";
import { qosClass } from "../pod/qos.js";
import type { QosClass } from "../pod/qos.js";
import { podRequests } from "../pod/requests.js";
import { isCritical } from "./eviction/ranking.js";

export const PREEMPTING_REASON = "Preempting";
export const PREEMPTING_MESSAGE = "Preempted in order to admit critical pod";
/** Message of the victim's DisruptionTarget condition. */
export const PREEMPTING_CONDITION = "Pod was preempted by Kubelet to accommodate a critical pod.";

/** How much of a resource is missing: thousandths of a CPU, bytes, or whole units. */
export interface Shortage {
  readonly resource: string;
  readonly amount: number;
}

export interface PreemptionCandidate<Id> {
  readonly id: Id;
  readonly spec: PodSpec;
}

const requestedOf = (spec: PodSpec, resource: string): number => {
  const { milliCpu, memoryBytes, ephemeralBytes, scalars } = podRequests(spec);
  switch (resource) {
    case "pods":
      return 1;
    case "cpu":
      return milliCpu;
    case "memory":
      return memoryBytes;
    case "ephemeral-storage":
      return ephemeralBytes;
    default:
      return scalars[resource] ?? 0;
  }
};

type Candidates<Id> = readonly PreemptionCandidate<Id>[];
type Shortages = readonly Shortage[];

/** What is still missing once they are gone. */
const without = (shortages: Shortages, gone: Candidates<unknown>): Shortages =>
  shortages.flatMap(({ resource, amount }) => {
    const left = gone.reduce((sum, { spec }) => sum - requestedOf(spec, resource), amount);
    return left > 0 ? [{ resource, amount: left }] : [];
  });

/** 0 = it frees everything; each resource counts by the square of the share that would be missing still. */
const distance = (shortages: Shortages, { spec }: PreemptionCandidate<unknown>): number =>
  shortages.reduce((sum, { resource, amount }) => {
    const missing = amount - requestedOf(spec, resource);
    return missing > 0 ? sum + (missing / amount) ** 2 : sum;
  }, 0);

/** Memory first, then cpu; of two that are equal the later is the smaller. */
const isSmaller = (a: PodSpec, b: PodSpec): boolean => {
  for (const resource of ["memory", "cpu"]) {
    const difference = requestedOf(a, resource) - requestedOf(b, resource);
    if (difference !== 0) return difference < 0;
  }
  return true;
};

/** Takes the one that leaves least missing, until nothing is; null if all of them are too few. */
const nearest = <Id>(candidates: Candidates<Id>, shortages: Shortages): Candidates<Id> | null => {
  const left = [...candidates];
  const taken: PreemptionCandidate<Id>[] = [];
  for (let missing = shortages; missing.length > 0;) {
    let best = 0;
    let bestDistance = Infinity;
    for (const [ix, candidate] of left.entries()) {
      const found = distance(missing, candidate);
      const known = left[best];
      const ties = found === bestDistance && known !== undefined && isSmaller(candidate.spec, known.spec);
      if (found < bestDistance || ties) [best, bestDistance] = [ix, found];
    }
    const chosen = left[best];
    const last = left.pop();
    if (chosen === undefined || last === undefined) return null;
    // The last one takes the place of the chosen one, which decides between equals of the next round.
    if (chosen !== last) left[best] = last;
    taken.push(chosen);
    missing = without(missing, [chosen]);
  }
  return taken;
};

const mayPreempt = (critical: PodSpec, other: PodSpec): boolean =>
  !isCritical(other.priority) || critical.priority > other.priority;

/**
 * Who has to go, in the order in which they are ended, BestEffort first; null if even all of them would not make room.
 * `running`: every pod on the node but the one that is to be taken in.
 */
export const podsToPreempt = <Id>(
  critical: PodSpec,
  running: Candidates<Id>,
  shortages: Shortages,
): Candidates<Id> | null => {
  const of = (qos: QosClass): Candidates<Id> =>
    running.filter(({ spec }) => mayPreempt(critical, spec) && qosClass(spec) === qos);
  const [bestEffort, burstable, guaranteed] = [of("BestEffort"), of("Burstable"), of("Guaranteed")];
  const fromGuaranteed = nearest(guaranteed, without(shortages, [...bestEffort, ...burstable]));
  if (fromGuaranteed === null) return null;
  const fromBurstable = nearest(burstable, without(shortages, [...bestEffort, ...fromGuaranteed]));
  if (fromBurstable === null) return null;
  const fromBestEffort = nearest(bestEffort, without(shortages, [...fromBurstable, ...fromGuaranteed]));
  return fromBestEffort === null ? null : [...fromBestEffort, ...fromBurstable, ...fromGuaranteed];
};

/** Message of a critical pod's refusal where nobody can make the room. */
export const nobodyToPreempt = (shortages: Shortages): string => {
  const listed = shortages.map(({ resource, amount }) => `(res: ${resource}, q: ${amount}), `).join("");
  return `Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: no set of running pods found to reclaim resources: [${listed}]`;
};
