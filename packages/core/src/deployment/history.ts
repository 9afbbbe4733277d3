// A Deployment's revisions: how they are counted, and which of them are forgotten.
import { compareByAge } from "./rolling-update.js";
import type { RolloutSet } from "./rolling-update.js";

/** The revision of the newest ReplicaSet, given all the others. */
export const nextRevision = (oldSets: readonly RolloutSet[]): number =>
  1 + oldSets.reduce((max, { revision }) => Math.max(max, revision), 0);

/** The oldest revisions beyond `limit`; one that has, or should have, pods stays, and keeps no other in its place. */
export const expiredSets = <Set extends RolloutSet>(oldSets: readonly Set[], limit: number): readonly Set[] => {
  const excess = oldSets.length - limit;
  if (excess <= 0) return [];
  return oldSets
    .toSorted((a, b) => a.revision - b.revision || compareByAge(a, b))
    .slice(0, excess)
    .filter((set) => set.replicas === 0 && set.status.replicas === 0);
};
