// Holds what was played against laws: those of a log, and those of the run as a whole.
import type { Breach, Findings, Invariant } from "@podsim/core";
import { judgeLog } from "@podsim/scheduler";
import { lawsOfLog } from "./laws-of-log.js";
import { controllersRun, isRunInvariant } from "./run-invariants.js";
import { circumstancesOf } from "../run/circumstances.js";
import { EndlessController, playPrepared } from "./simulate-case.js";
import type { PlayedCase } from "./simulate-case.js";

/** Few enough to cut a run in the middle of what happens at one instant. */
const SMALL_SLICE = 7;

/** Among other laws a costly one is judged on one case of so many. */
const COSTLY_EVERY = 16;

/** What the laws find of a run that was played. */
export const judgePlayed = (played: PlayedCase, laws: readonly Invariant[]): Findings => {
  const { prepared, cluster, seed, endUs, thrown, judged } = played;
  if (thrown instanceof EndlessController) {
    const failure = { invariant: controllersRun, seq: cluster.log.length, atUs: endUs, message: thrown.message };
    return { breaches: [], failures: [failure] };
  }
  const { breaches, failures } =
    judged?.laws === laws
      ? judged.findings
      : judgeLog({ log: cluster.log, endUs, circumstances: circumstancesOf(prepared) }, lawsOfLog(laws));
  const broken = laws.flatMap((invariant): readonly Breach[] => {
    if (!isRunInvariant(invariant)) return [];
    if (invariant.isCostly && (thrown !== null || (laws.length > 1 && seed % COSTLY_EVERY !== 0))) return [];
    const judgement = invariant.judgeRun(played, () => playPrepared(prepared, seed, { sliceEntries: SMALL_SLICE }));
    return judgement === true ? [] : [{ invariant, seq: cluster.log.length, atUs: endUs, violation: judgement }];
  });
  return { breaches: [...breaches, ...broken], failures };
};
