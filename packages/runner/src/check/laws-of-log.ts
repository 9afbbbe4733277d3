// Laws by what is looked at to judge them: the log of a run, or the run as a whole.
import type { Invariant } from "@podsim/core";

export const isOfRun = (law: Invariant): boolean => "judgeRun" in law;

/** Lists of laws never change: one list is held against thousands of histories. */
const known = new WeakMap<readonly Invariant[], readonly Invariant[]>();

/** Those of the laws that are judged by the log: of the same list always the same. */
export const lawsOfLog = (laws: readonly Invariant[]): readonly Invariant[] => {
  let ofLog = known.get(laws);
  if (ofLog === undefined) known.set(laws, (ofLog = laws.filter((law) => !isOfRun(law))));
  return ofLog;
};
