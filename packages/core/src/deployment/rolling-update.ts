// One step of a rolling update: what it does to the sizes of a Deployment's ReplicaSets.
import type { ReplicaSetState } from "../replica-set/replica-set-state.js";
import { SECOND } from "../time.js";
import { maxSurgeOf, maxUnavailableOf } from "./fenceposts.js";
import type { RolloutSpec } from "./fenceposts.js";

/** What a rollout looks at in a ReplicaSet. */
export type RolloutSet = Pick<
  ReplicaSetState,
  "name" | "createdAtUs" | "revision" | "replicas" | "sizedFor" | "status"
>;

/** A change of a ReplicaSet's spec.replicas. */
export interface Scaling<Set extends RolloutSet> {
  readonly set: Set;
  readonly from: number;
  readonly to: number;
}

export const sumOf = <Item>(items: readonly Item[], count: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + count(item), 0);

const secondOf = (set: RolloutSet): number => Math.floor(set.createdAtUs / SECOND);

/** Oldest first; the API's times are whole seconds, names decide between equal ones. */
export const compareByAge = (a: RolloutSet, b: RolloutSet): number =>
  secondOf(a) - secondOf(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/**
 * The size the new ReplicaSet may have now, when it has `newReplicas` and all of them, it included, have
 * `totalReplicas`. Not for one that is larger than the Deployment.
 */
export const nextNewSetSize = (spec: RolloutSpec, newReplicas: number, totalReplicas: number): number => {
  if (spec.strategy.type === "Recreate") return spec.replicas;
  const room = spec.replicas + maxSurgeOf(spec) - totalReplicas;
  return room <= 0 ? newReplicas : newReplicas + Math.min(room, spec.replicas - newReplicas);
};

/** The first half of a step: up to what surge allows, or down to the Deployment's own size. */
const planNewSet = <Set extends RolloutSet>(
  spec: RolloutSpec,
  newSet: Set,
  oldSets: readonly Set[],
): readonly Scaling<Set>[] => {
  const from = newSet.replicas;
  const total = from + sumOf(oldSets, (set) => set.replicas);
  const to = from > spec.replicas ? spec.replicas : nextNewSetSize(spec, from, total);
  return to === from ? [] : [{ set: newSet, from, to }];
};

/** Sizes that shrink as a plan is made. */
class Shrinking<Set extends RolloutSet> {
  readonly scalings: Scaling<Set>[] = [];
  readonly #sizes = new Map<Set, number>();

  sizeOf(set: Set): number {
    return this.#sizes.get(set) ?? set.replicas;
  }

  /** Takes up to `count` pods from the set; returns how many. */
  take(set: Set, count: number): number {
    const from = this.sizeOf(set);
    const taken = Math.min(from, count);
    if (taken <= 0) return 0;
    this.#sizes.set(set, from - taken);
    this.scalings.push({ set, from, to: from - taken });
    return taken;
  }
}

/**
 * A set that was told to shrink may report pods that it is about to delete: they are not counted on. Upstream takes the
 * report as it is, and can fall short of its own minimum when another pod gets available in that moment.
 */
const availableIn = (set: RolloutSet): number => Math.min(set.replicas, set.status.availableReplicas);

/** The second half: old pods that are not available go first, then as many as availability allows. */
const planOldSets = <Set extends RolloutSet>(
  spec: RolloutSpec,
  newSet: Set,
  oldSets: readonly Set[],
): readonly Scaling<Set>[] => {
  if (oldSets.length === 0) return [];
  const shrinking = new Shrinking<Set>();
  const active = oldSets.filter((set) => set.replicas > 0).toSorted(compareByAge);
  const total = newSet.replicas + sumOf(active, (set) => set.replicas);
  const minAvailable = spec.replicas - maxUnavailableOf(spec);
  const newUnavailable = newSet.replicas - availableIn(newSet);
  let unhealthy = total - minAvailable - newUnavailable;
  if (unhealthy <= 0) return [];
  for (const set of active) {
    const count = Math.min(unhealthy, set.replicas - availableIn(set));
    unhealthy -= shrinking.take(set, count);
  }
  const available = availableIn(newSet) + sumOf(active, availableIn);
  let spare = available - minAvailable;
  for (const set of active) spare -= shrinking.take(set, spare);
  return shrinking.scalings;
};

/**
 * What one sync of a rolling update changes, in order; [] when there is nothing to do now. The old sets are touched only
 * when the new one cannot grow.
 */
export const planRollingUpdate = <Set extends RolloutSet>(
  spec: RolloutSpec,
  newSet: Set,
  oldSets: readonly Set[],
): readonly Scaling<Set>[] => {
  const up = planNewSet(spec, newSet, oldSets);
  return up.length > 0 ? up : planOldSets(spec, newSet, oldSets);
};
