// Plays a case through and holds what happened against laws.
import type { Findings, Invariant, SimTime } from "@podsim/core";
import { createCluster } from "@podsim/scheduler";
import type { Cluster } from "@podsim/scheduler";
import type { LocatedDocument } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import { emptyRecord } from "../input/record.js";
import { sourceText } from "../input/source-text.js";
import { withinMillis } from "../io/time-limit.js";
import { circumstancesOf } from "../run/circumstances.js";
import { clusterParts } from "../run/prepared.js";
import type { PreparedRun } from "../run/prepared.js";
import { DEFAULT_LOAD_OPTIONS, ScenarioReading } from "../scenario/scenario-reading.js";
import type { CaseScenario, JsonMap } from "./case-scenario.js";
import { documentOf } from "./case-scenario.js";
import { lawsOfLog } from "./laws-of-log.js";

/** The case is none: it does not load. */
export class UnusableCase extends Error {
  override readonly name = "UnusableCase";
}

/** A controller of the user's own that does not come to an end: nothing is known of the history. */
export class EndlessController extends Error {
  override readonly name = "EndlessController";
}

/** Wall time for a history in which code of the user's own runs. */
const PLAYING_MILLIS_MAX = 30_000;

/** Entries after which a history is cut off: where pods are rejected and made anew without end, more says no more. */
const ENTRIES_MAX = 50_000;

/** Objects that inherit nothing, as those that were read from a file. */
const bare = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const copy = emptyRecord();
  const given = value as JsonMap;
  for (const key of Object.keys(given)) copy[key] = bare(given[key]);
  return copy;
};

class NoFiles implements InputAccess {
  get files(): never {
    throw new UnusableCase("a case names no files");
  }

  readInput(): never {
    throw new UnusableCase("a case reads nothing");
  }
}

const SOURCE = sourceText("case", "");

/**
 * A document that was never written down. Its objects and behaviours are read into others of the run's own; what stands in
 * its timeline may be taken over as it is.
 */
const unwritten = ({ timeline, ...spec }: JsonMap, document: JsonMap): LocatedDocument => ({
  source: SOURCE,
  index: 0,
  value: { ...document, spec: timeline === undefined ? spec : { timeline: bare(timeline), ...spec } },
  locate: () => null,
});

/** Throws UnusableCase with everything that is wrong. */
const prepareCase = (given: CaseScenario): PreparedRun => {
  const document = documentOf(given);
  const reading = new ScenarioReading(
    new NoFiles(),
    unwritten(document["spec"] as JsonMap, document),
    DEFAULT_LOAD_OPTIONS,
  );
  const run = reading.prepare();
  if (run !== null) return run;
  const found = reading.reports.errors.flatMap(({ diagnostics }) =>
    diagnostics.map(({ code, message }) => `${code} ${message}`),
  );
  throw new UnusableCase(found.join("; "));
};

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

/** With `laws`, those of them that go by the log are judged meanwhile: judgePlayed has their findings at hand then. */
export const playCase = (given: CaseScenario, laws?: readonly Invariant[]): PlayedCase => {
  const prepared = prepareCase(given);
  const { controllers = [] } = given;
  const run = controllers.length === 0 ? prepared : { ...prepared, reconcilers: controllers };
  return playPrepared(run, given.seed, laws === undefined ? {} : { laws });
};
