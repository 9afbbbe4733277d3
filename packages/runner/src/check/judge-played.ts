// Holds what was played against laws: those of a log, and those of the run as a whole.
import type { Breach, Findings, Invariant } from "@podsim/core";
import { judgeLog } from "@podsim/scheduler";
import { controllersRun, isRunInvariant } from "./run-invariants.js";
import type { RunInvariant } from "./run-invariants.js";
import { circumstancesOf } from "../run/circumstances.js";
import { EndlessController, playPrepared } from "./simulate-case.js";
import type { PlayedCase } from "./simulate-case.js";

/** Few enough to cut a run in the middle of what happens at one instant. */
const SMALL_SLICE = 7;

/** Among other laws a costly one is judged on one case of so many. */
const COSTLY_EVERY = 16;

/** Laws by what is looked at to judge them. */
interface Split {
  readonly ofLog: readonly Invariant[];
  readonly ofRun: readonly RunInvariant[];
}

/** Lists of laws never change: one list is held against thousands of histories. */
const splits = new WeakMap<readonly Invariant[], Split>();

const splitOf = (laws: readonly Invariant[]): Split => {
  let split = splits.get(laws);
  if (split === undefined) {
    split = { ofLog: laws.filter((law) => !isRunInvariant(law)), ofRun: laws.filter(isRunInvariant) };
    splits.set(laws, split);
  }
  return split;
};

/** What the laws find of a run that was played. */
export const judgePlayed = (played: PlayedCase, laws: readonly Invariant[]): Findings => {
  const { prepared, cluster, seed, endUs, thrown } = played;
  if (thrown instanceof EndlessController) {
    const failure = { invariant: controllersRun, seq: cluster.log.length, atUs: endUs, message: thrown.message };
    return { breaches: [], failures: [failure] };
  }
  const { ofLog, ofRun } = splitOf(laws);
  const { breaches, failures } = judgeLog({ log: cluster.log, endUs, circumstances: circumstancesOf(prepared) }, ofLog);
  const broken = ofRun.flatMap((invariant): readonly Breach[] => {
    if (invariant.isCostly && (thrown !== null || (laws.length > 1 && seed % COSTLY_EVERY !== 0))) return [];
    const judged = invariant.judgeRun(played, () => playPrepared(prepared, seed, SMALL_SLICE));
    return judged === true ? [] : [{ invariant, seq: cluster.log.length, atUs: endUs, violation: judged }];
  });
  return { breaches: [...breaches, ...broken], failures };
};
