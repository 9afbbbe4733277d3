// Runs every seed of a run, its log written as it grows, and puts the run with its verdict in its place.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { PluginFailure } from "@podsim/scheduler";
import type { Diagnostic } from "../../input/diagnostic.js";
import { progressStyle } from "../../io/terminal-policy.js";
import type { Execution, Slice } from "../../run/execute.js";
import { execute } from "../../run/execute.js";
import type { PreparedRun } from "../../run/prepared.js";
import type { SeedResult } from "../../run/seed-result.js";
import { summarizeSeed } from "../../run/seed-result.js";
import type { Verdict } from "../../run/verdict.js";
import { judge } from "../../run/verdict.js";
import { runIdOf } from "../../store/run-id.js";
import type { RunId } from "../../store/run-id.js";
import type { RunToWrite, SeedWriter } from "../../store/run-writer.js";
import { RunWriter } from "../../store/run-writer.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { storeFor } from "../reading/selected-run.js";
import { BrokenRun } from "./broken-run.js";
import { durationOption, ofSeed } from "./load-run.js";
import { Progress } from "./progress.js";
import { jobsOf, runOnWorkers } from "./run-on-workers.js";
import type { ProgressState } from "./progress.js";

export const PROGRESS = ["auto", "tty", "plain", "json", "none"] as const;
export const MAX_FACTS = 2_000_000_000;
const MICROS_PER_MILLI = 1_000;

const orFail = <T>(result: Either<Diagnostic, T>): T => {
  if (isLeft(result)) throw CommandFailure.one(result.left);
  return result.right;
};

/** The seeds of a run one after another, as far as nobody stops it. */
class SeedRunner {
  readonly results: SeedResult[] = [];
  /** What ended the last seed, if a plugin of the user's own did. */
  failure: PluginFailure | null = null;
  readonly #prepared: PreparedRun;
  readonly #command: readonly string[];
  readonly #writer: RunWriter;
  readonly #progress: Progress;
  readonly #line: CommandLine;
  readonly #session: Session;
  readonly #startMillis: number;
  #state: ProgressState = { seedsDone: 0, seed: 0, nowUs: 0, factCount: 0 };
  #factsBefore = 0;

  constructor(run: RunToWrite, writer: RunWriter, progress: Progress, line: CommandLine, session: Session) {
    this.#prepared = run.prepared;
    this.#command = run.command;
    this.#writer = writer;
    this.#progress = progress;
    this.#line = line;
    this.#session = session;
    this.#startMillis = session.host.nowMillis();
  }

  async runAll(): Promise<void> {
    for (const seed of this.#prepared.seeds) {
      const execution = await this.#runOne(seed);
      this.failure = execution.failure;
      if (
        execution.failure !== null ||
        execution.stopReason === "stopped" ||
        this.#session.host.interruption() !== null
      )
        break;
    }
    this.#progress.finish(this.#state);
  }

  async #runOne(seed: number): Promise<Execution> {
    let writer: SeedWriter | null = null;
    let place = { seed, seq: 0, nowUs: 0 };
    const onSlice = async (slice: Slice): Promise<"stop" | void> => {
      writer ??= orFail(this.#writer.beginSeed(seed, slice.cluster.log));
      orFail(writer.append());
      place = { seed, seq: slice.factCount, nowUs: slice.nowUs };
      this.#show(slice);
      await this.#session.host.breathe();
      return this.#session.host.interruption() === null ? undefined : "stop";
    };
    const execution = await this.#execute(seed, onSlice, () => place);
    const { cluster, endUs, complete, stopReason } = execution;
    writer ??= orFail(this.#writer.beginSeed(seed, cluster.log));
    orFail(this.#writer.finishSeed(writer, { world: cluster.world, virtualEndUs: endUs, complete, stopReason }));
    this.results.push(summarizeSeed(this.#prepared, execution));
    this.#factsBefore += cluster.log.length;
    return execution;
  }

  async #execute(
    seed: number,
    onSlice: (slice: Slice) => Promise<"stop" | void>,
    placeOf: () => { readonly seed: number; readonly seq: number; readonly nowUs: number },
  ): Promise<Execution> {
    const maxFacts = this.#line.whole("maxEvents", 1, MAX_FACTS);
    const wallUs = durationOption(this.#line, "maxWall", "--max-wall");
    const spent = this.#session.host.nowMillis() - this.#startMillis;
    const maxWallMillis = wallUs === null ? null : Math.max(0, wallUs / MICROS_PER_MILLI - spent);
    try {
      return await execute(this.#prepared, seed, {
        onSlice,
        maxWallMillis,
        ...(maxFacts === null ? {} : { maxFacts }),
      });
    } catch (thrown) {
      if (thrown instanceof CommandFailure) throw thrown;
      throw new BrokenRun(thrown, placeOf(), ofSeed(this.#command, seed));
    }
  }

  #show({ seed, nowUs, factCount }: Slice): void {
    this.#state = { seedsDone: this.results.length, seed, nowUs, factCount: this.#factsBefore + factCount };
    this.#progress.update(this.#state);
  }
}

const progressFor = (prepared: PreparedRun, line: CommandLine, session: Session): Progress => {
  const { stderr, environment } = session.console;
  const flag = line.flag("quiet") ? "none" : line.choice("progress", PROGRESS, "auto");
  const entries = prepared.timeline.filter(({ text }) => text !== "");
  const plan = { name: prepared.name, seedCount: prepared.seeds.length, horizonUs: prepared.horizonUs, entries };
  return new Progress(progressStyle(stderr, environment, flag), stderr, plan, session.host.nowMillis);
};

export interface KeptRun {
  readonly runId: RunId;
  readonly results: readonly SeedResult[];
  readonly verdict: Verdict;
  readonly tookMillis: number;
  /** What ended the last seed, if a plugin of the user's own did. */
  readonly failure: PluginFailure | null;
}

const runHere = async (
  run: RunToWrite,
  writer: RunWriter,
  progress: Progress,
  line: CommandLine,
  session: Session,
): Promise<Pick<KeptRun, "results" | "failure">> => {
  const runner = new SeedRunner(run, writer, progress, line, session);
  await runner.runAll();
  return runner;
};

/** `command`: arguments that bring the run about again. */
export const keepRun = async (
  prepared: PreparedRun,
  command: readonly string[],
  line: CommandLine,
  session: Session,
): Promise<KeptRun> => {
  const runId = runIdOf(prepared);
  const startMillis = session.host.nowMillis();
  const run = { runId, prepared, clockStart: prepared.clockStart, command };
  const writer = new RunWriter(session.files, storeFor(line, session), run, session.host);
  orFail(writer.begin());
  const jobs = jobsOf(prepared, line);
  const progress = progressFor(prepared, line, session);
  const { results, failure } =
    jobs > 1
      ? await runOnWorkers({ run, jobs, writer, progress }, line, session)
      : await runHere(run, writer, progress, line, session);
  if (results.length === 0) {
    const why = "it was stopped before any seed was done";
    throw CommandFailure.missing("there is nothing to judge", why, "run it again, or one seed after another: --jobs 1");
  }
  const verdict = judge(prepared, results);
  const tookMillis = session.host.nowMillis() - startMillis;
  const isWhole = verdict.complete && results.length === prepared.seeds.length;
  orFail(writer.finish(verdict, isWhole, Math.round(tookMillis)));
  return { runId, results, verdict, tookMillis, failure };
};
