// Scaling a Deployment while several of its ReplicaSets have pods: each gets its share, so that a rollout that may be
// broken does not move on merely because somebody changed the size.
import { maxSurgeOf } from "./fenceposts.js";
import type { RolloutSpec } from "./fenceposts.js";
import { compareByAge, sumOf } from "./rolling-update.js";
import type { RolloutSet, Scaling } from "./rolling-update.js";

/** Whether a set with pods was last scaled for another size of the Deployment. */
export const needsScaling = (spec: RolloutSpec, sets: readonly RolloutSet[]): boolean =>
  sets.some((set) => set.replicas > 0 && set.sizedFor !== null && set.sizedFor.desiredReplicas !== spec.replicas);

const isSaturated = ({ replicas }: RolloutSpec, newSet: RolloutSet | null): newSet is RolloutSet =>
  newSet !== null &&
  newSet.replicas === replicas &&
  newSet.sizedFor?.desiredReplicas === replicas &&
  newSet.status.availableReplicas === replicas;

/** The one set that has pods, or the newest if none has; undefined if several have. */
const findOnlySet = <Set extends RolloutSet>(newSet: Set | null, oldSets: readonly Set[]): Set | undefined => {
  const all = newSet === null ? oldSets : [...oldSets, newSet];
  const active = all.filter((set) => set.replicas > 0);
  if (active.length > 0) return active.length === 1 ? active[0] : undefined;
  return newSet ?? oldSets.toSorted(compareByAge).at(-1);
};

/** Half away from zero, as the sizes of sets are rounded. */
const roundHalfUp = (x: number): number => (x < 0 ? Math.ceil(x - 0.5) : Math.floor(x + 0.5));

/** How many pods the set would gain (lose, if negative) to keep its share. */
const shareOf = (spec: RolloutSpec, set: RolloutSet, statusReplicas: number): number => {
  if (spec.replicas === 0) return -set.replicas;
  const before = set.sizedFor === null || set.sizedFor.maxReplicas === 0 ? statusReplicas : set.sizedFor.maxReplicas;
  if (before === 0) return 0;
  return roundHalfUp((set.replicas * (spec.replicas + maxSurgeOf(spec))) / before) - set.replicas;
};

const planProportions = <Set extends RolloutSet>(
  spec: RolloutSpec,
  active: readonly Set[],
  statusReplicas: number,
): readonly Scaling<Set>[] => {
  const allowed = spec.replicas > 0 ? spec.replicas + maxSurgeOf(spec) : 0;
  const toAdd = allowed - sumOf(active, (set) => set.replicas);
  // Larger sets first; of equal ones the newer when growing, the older when shrinking.
  const sorted = active.toSorted(
    (a, b) => b.replicas - a.replicas || (toAdd > 0 ? compareByAge(b, a) : compareByAge(a, b)),
  );
  let added = 0;
  const sizes = sorted.map((set) => {
    const rest = toAdd - added;
    const share = toAdd === 0 || rest === 0 ? 0 : shareOf(spec, set, statusReplicas);
    const change = toAdd > 0 ? Math.min(share, rest) : Math.max(share, rest);
    const kept = toAdd === 0 ? 0 : change;
    added += kept;
    return set.replicas + kept;
  });
  return sorted.map((set, k) => {
    const size = (sizes[k] ?? 0) + (k === 0 ? toAdd - added : 0);
    return { set, from: set.replicas, to: Math.max(0, size) };
  });
};

/**
 * What follows for the ReplicaSets from a changed size of the Deployment (or while it is paused), in order. Entries with
 * from = to stand for sets whose note of the Deployment's size is out of date. `statusReplicas` is the Deployment's
 * status.replicas.
 */
export const planScaling = <Set extends RolloutSet>(
  spec: RolloutSpec,
  newSet: Set | null,
  oldSets: readonly Set[],
  statusReplicas: number,
): readonly Scaling<Set>[] => {
  const only = findOnlySet(newSet, oldSets);
  if (only !== undefined) {
    return only.replicas === spec.replicas ? [] : [{ set: only, from: only.replicas, to: spec.replicas }];
  }
  if (isSaturated(spec, newSet)) {
    return oldSets.filter((set) => set.replicas > 0).map((set) => ({ set, from: set.replicas, to: 0 }));
  }
  if (spec.strategy.type !== "RollingUpdate") return [];
  const all = newSet === null ? oldSets : [...oldSets, newSet];
  return planProportions(
    spec,
    all.filter((set) => set.replicas > 0),
    statusReplicas,
  );
};
