// Plays a case through and holds what happened against laws.
import type { Findings, Invariant, SimTime } from "@podsim/core";
import { createCluster } from "@podsim/scheduler";
import type { Cluster } from "@podsim/scheduler";
import { withinMillis } from "../io/time-limit.js";
import { circumstancesOf } from "../run/circumstances.js";
import { clusterParts } from "../run/prepared.js";
import type { PreparedRun } from "../run/prepared.js";
import type { CaseScenario } from "./case-scenario.js";
import { lawsOfLog } from "./laws-of-log.js";
import { loadCase } from "./load-case.js";

/** A controller of the user's own that does not come to an end: nothing is known of the history. */
export class EndlessController extends Error {
  override readonly name = "EndlessController";
}

/** Wall time for a history in which code of the user's own runs. */
const PLAYING_MILLIS_MAX = 30_000;

/** Entries after which a history is cut off: where pods are rejected and made anew without end, more says no more. */
const ENTRIES_MAX = 50_000;

export interface PlayedCase {
  readonly prepared: PreparedRun;
  readonly cluster: Cluster;
  readonly seed: number;
  /** How far it came. */
  readonly endUs: SimTime;
  /** Why the simulation broke off; null = it did not. What was recorded up to there is in the log. */
  readonly thrown: Error | null;
  /** What the laws of the log found that were judged meanwhile; null = none were. */
  readonly judged: { readonly laws: readonly Invariant[]; readonly findings: Findings } | null;
}

export interface PlayOptions {
  /** Judged while the case is played, those of them that go by the log: for less than to fold it again. None unless given. */
  readonly laws?: readonly Invariant[];
  /** Entries between two looks at the simulation; all at once unless given. */
  readonly sliceEntries?: number;
  /** Wall time, where code of the user's own runs; 30,000 unless given. */
  readonly millisMax?: number;
}

const NO_LAWS: readonly Invariant[] = [];

type Ending = Pick<PlayedCase, "thrown" | "endUs">;

const playCluster = (cluster: Cluster, prepared: PreparedRun, sliceEntries: number, millisMax: number): Ending => {
  const { horizonUs: endUs, reconcilers = [] } = prepared;
  const { simulation } = cluster;
  const play = (): { readonly isOver: boolean } => {
    for (let left = ENTRIES_MAX; left > 0; left -= sliceEntries) {
      const stopped = simulation.run({ untilUs: endUs, maxEntries: Math.min(left, sliceEntries) });
      if (stopped !== "budget-spent") return { isOver: true };
    }
    return { isOver: false };
  };
  try {
    const ended = reconcilers.length === 0 ? play() : withinMillis(millisMax, play);
    if (ended === null) {
      const who = reconcilers.map(({ name }) => `"${name}"`).join(" or ");
      const text = `controller ${who} gave no answer within ${String(millisMax / 1_000)} s`;
      return { thrown: new EndlessController(text), endUs: simulation.nowUs };
    }
    return { thrown: null, endUs: ended.isOver ? endUs : simulation.nowUs };
  } catch (thrown) {
    if (thrown instanceof Error) return { thrown, endUs: simulation.nowUs };
    throw thrown;
  }
};

/** Plays a prepared run with one seed to its end. */
export const playPrepared = (
  prepared: PreparedRun,
  seed: number,
  { laws = NO_LAWS, sliceEntries = ENTRIES_MAX, millisMax = PLAYING_MILLIS_MAX }: PlayOptions = {},
): PlayedCase => {
  const parts = clusterParts(prepared, seed);
  const invariants = lawsOfLog(laws);
  const cluster = createCluster(
    invariants.length === 0 ? parts : { laws: { invariants, circumstances: circumstancesOf(prepared) }, ...parts },
  );
  const { thrown, endUs } = playCluster(cluster, prepared, sliceEntries, millisMax);
  cluster.judge?.end(endUs);
  const judged = cluster.judge === null ? null : { laws, findings: cluster.judge.findings };
  return { prepared, cluster, seed, endUs, thrown, judged };
};

/**
 * With `laws`, those of them that go by the log are judged meanwhile: judgePlayed has their findings at hand then. Throws
 * UnusableCase of what is none.
 */
export const playCase = (given: CaseScenario, laws?: readonly Invariant[]): PlayedCase =>
  playPrepared(loadCase(given), given.seed, laws === undefined ? {} : { laws });
