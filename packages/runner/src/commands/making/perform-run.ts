// `run`: every seed in turn, its log written as it grows, then the verdict over all of them.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { formatDuration } from "@podsim/core";
import type { PluginFailure } from "@podsim/scheduler";
import type { ExitName } from "../../failures.js";
import { diagnostic } from "../../input/diagnostic.js";
import type { Diagnostic } from "../../input/diagnostic.js";
import { renderDiagnostic } from "../../input/render-diagnostic.js";
import { progressStyle } from "../../io/terminal-policy.js";
import type { Execution, Slice } from "../../run/execute.js";
import { execute } from "../../run/execute.js";
import type { PreparedRun } from "../../run/prepared.js";
import { renderHeader } from "../../run/render-header.js";
import { renderVerdict } from "../../run/render-verdict.js";
import type { SeedResult } from "../../run/seed-result.js";
import { summarizeSeed } from "../../run/seed-result.js";
import type { Verdict } from "../../run/verdict.js";
import { judge } from "../../run/verdict.js";
import { runIdOf } from "../../store/run-id.js";
import type { RunId } from "../../store/run-id.js";
import type { SeedWriter } from "../../store/run-writer.js";
import { RunWriter } from "../../store/run-writer.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { storeFor } from "../reading/selected-run.js";
import { BrokenRun } from "./broken-run.js";
import { commandOf, durationOption, loadRun } from "./load-run.js";
import { schedulerChoice } from "../line/scheduler-flags.js";
import { Progress } from "./progress.js";
import type { ProgressState } from "./progress.js";
import { runResult } from "./run-result.js";

const FORMATS = ["text", "json", "name"] as const;
const PROGRESS = ["auto", "tty", "plain", "json", "none"] as const;
const MAX_FACTS = 2_000_000_000;
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
  readonly #writer: RunWriter;
  readonly #progress: Progress;
  readonly #line: CommandLine;
  readonly #session: Session;
  readonly #startMillis: number;
  #state: ProgressState = { seedsDone: 0, seed: 0, nowUs: 0, factCount: 0 };
  #factsBefore = 0;

  constructor(prepared: PreparedRun, writer: RunWriter, progress: Progress, line: CommandLine, session: Session) {
    this.#prepared = prepared;
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
      throw new BrokenRun(thrown, placeOf(), commandOf(this.#line, seed));
    }
  }

  #show({ seed, nowUs, factCount }: Slice): void {
    this.#state = { seedsDone: this.results.length, seed, nowUs, factCount: this.#factsBefore + factCount };
    this.#progress.update(this.#state);
  }
}

const exitOf = (verdict: Verdict, session: Session): ExitName => {
  const interruption = session.host.interruption();
  if (interruption !== null) return interruption;
  return verdict.status === "pass" ? "ok" : verdict.status === "fail" ? "threshold-failed" : "guard";
};

const warn = (prepared: PreparedRun, line: CommandLine, session: Session): void => {
  const { stderr } = session.console;
  const style = styleFor(stderr, session.console, line);
  for (const warning of prepared.warnings) stderr.write(renderDiagnostic(warning, null, style));
};

const progressFor = (prepared: PreparedRun, line: CommandLine, session: Session): Progress => {
  const { stderr, environment } = session.console;
  const flag = line.flag("quiet") ? "none" : line.choice("progress", PROGRESS, "auto");
  const entries = prepared.timeline.filter(({ text }) => text !== "");
  const plan = { name: prepared.name, seedCount: prepared.seeds.length, horizonUs: prepared.horizonUs, entries };
  return new Progress(progressStyle(stderr, environment, flag), stderr, plan, session.host.nowMillis);
};

const print = (
  runId: RunId,
  prepared: PreparedRun,
  results: readonly SeedResult[],
  verdict: Verdict,
  tookMillis: number,
  line: CommandLine,
  session: Session,
): void => {
  const { stdout } = session.console;
  const wallMillis = line.flag("reproducible") ? null : Math.round(tookMillis);
  switch (line.choice("output", FORMATS, "text")) {
    case "name":
      return stdout.write(`${runId.shown}\n`);
    case "json": {
      const result = runResult(runId.shown, runId.name, prepared, results, verdict, wallMillis);
      return stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    }
    case "text": {
      const facts = results.reduce((sum, one) => sum + one.facts, 0);
      const virtualEndUs = results[0]?.virtualEndUs ?? 0;
      const style = styleFor(stdout, session.console, line);
      return stdout.write(
        renderVerdict(verdict, { run: runId.shown, factCount: facts, virtualEndUs, wallMillis }, style),
      );
    }
  }
};

/** How the header and the warnings are told before anything runs. */
const tellBefore = (prepared: PreparedRun, line: CommandLine, session: Session): void => {
  if (line.flag("quiet") || line.choice("output", FORMATS, "text") === "json") return;
  warn(prepared, line, session);
  if (line.choice("output", FORMATS, "text") !== "text") return;
  const { stdout } = session.console;
  stdout.write(`${renderHeader(prepared, styleFor(stdout, session.console, line))}\n`);
};

const tellInterrupted = (runId: RunId, line: CommandLine, session: Session): void => {
  if (session.host.interruption() === null || line.flag("quiet")) return;
  session.console.stderr.write(`stopped; what was run is kept: podsim get pods -A --run ${runId.shown}\n`);
};

/** The named end of a run, with the way to what is kept of it. */
const pluginFailed = (
  { plugin, pod, message }: PluginFailure,
  seed: SeedResult | undefined,
  runId: RunId,
  { plugins = [] }: PreparedRun,
): CommandFailure => {
  const file = plugins.find((each) => each.plugin.name === plugin)?.file ?? null;
  const at =
    seed === undefined
      ? ""
      : ` of seed ${seed.seed}, after ${seed.facts} facts, at ${formatDuration(seed.virtualEndUs)}`;
  const found = diagnostic(file, file === null ? null : { line: 1, col: 1, endLine: 1, endCol: 1 }, {
    code: "E208",
    message,
    why: `the run${at} cannot go on without an answer; what was recorded until then is kept`,
    fix: `correct the plugin. Look at the run so far: podsim describe pod/${pod.replace(/^.*\//, "")} -n ${pod.replace(/\/.*$/, "")} --run ${runId.shown}`,
  });
  return CommandFailure.one(found);
};

export const performRun = async (line: CommandLine, session: Session): Promise<ExitName> => {
  // Options are checked before anything is read or written.
  line.choice("output", FORMATS, "text");
  line.choice("progress", PROGRESS, "auto");
  line.whole("maxEvents", 1, MAX_FACTS);
  durationOption(line, "maxWall", "--max-wall");
  const prepared = loadRun(line, await schedulerChoice(line, session), session);
  const runId = runIdOf(prepared);
  tellBefore(prepared, line, session);
  if (line.flag("dryRun")) return "ok";
  session.host.heedSignals();
  const startMillis = session.host.nowMillis();
  const run = { runId, prepared, clockStart: prepared.clockStart, command: commandOf(line) };
  const writer = new RunWriter(session.files, storeFor(line, session), run, session.host);
  orFail(writer.begin());
  const runner = new SeedRunner(prepared, writer, progressFor(prepared, line, session), line, session);
  await runner.runAll();
  const verdict = judge(prepared, runner.results);
  const tookMillis = session.host.nowMillis() - startMillis;
  const isWhole = verdict.complete && runner.results.length === prepared.seeds.length;
  orFail(writer.finish(verdict, isWhole, Math.round(tookMillis)));
  if (runner.failure !== null) throw pluginFailed(runner.failure, runner.results.at(-1), runId, prepared);
  print(runId, prepared, runner.results, verdict, tookMillis, line, session);
  tellInterrupted(runId, line, session);
  return exitOf(verdict, session);
};
