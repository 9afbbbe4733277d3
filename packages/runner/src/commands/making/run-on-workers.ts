// The seeds of a run several at a time: each worker writes its log into the run's directory, and the run takes them in
// the order of the seeds, so that what is kept is the same for any number of workers.
import { isLeft } from "fp-ts/lib/Either.js";
import { diagnostic } from "../../input/diagnostic.js";
import type { PreparedRun } from "../../run/prepared.js";
import type { SeedResult } from "../../run/seed-result.js";
import type { RunToWrite, RunWriter } from "../../store/run-writer.js";
import type { CellReply, CellTask } from "../../sweep/cell-task.js";
import { performAll } from "../../sweep/worker-pool.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { tieBreakFlag } from "../line/scheduler-flags.js";
import type { Session } from "../line/session.js";
import { BrokenRun } from "./broken-run.js";
import { durationOption, ofSeed, versionOf } from "./load-run.js";
import type { Progress } from "./progress.js";

const JOBS_MAX = 256;
const MAX_FACTS = 2_000_000_000;
const MICROS_PER_MILLI = 1_000;
const PAUSE_MILLIS = 50;

/** How many seeds are run at a time. */
export const jobsOf = ({ seeds }: PreparedRun, line: CommandLine): number => {
  const jobs = line.whole("jobs", 1, JOBS_MAX) ?? 1;
  if (jobs === 1 || line.arguments.length > 0) return Math.min(jobs, seeds.length);
  throw CommandFailure.usage(
    "--jobs goes with a scenario, not with -f",
    "a worker reads its files itself",
    "leave it out",
  );
};

const tasksOf = ({ prepared }: RunToWrite, writer: RunWriter, line: CommandLine): readonly CellTask[] => {
  const wallUs = durationOption(line, "maxWall", "--max-wall");
  return prepared.seeds.map((seed) => ({
    input: {
      scenario: line.arguments[0] ?? "",
      settings: line.texts("set"),
      strict: line.flag("strict"),
      untilUs: durationOption(line, "until", "--until"),
      kubernetes: versionOf(line),
      schedulerConfig: line.text("schedulerConfig"),
      tieBreak: tieBreakFlag(line),
      plugins: line.texts("plugin"),
    },
    inputDigest: prepared.inputDigest(),
    seed,
    maxFacts: line.whole("maxEvents", 1, MAX_FACTS),
    maxWallMillis: wallUs === null ? null : wallUs / MICROS_PER_MILLI,
    logFile: writer.logFile(seed),
  }));
};

/** Answers in any order, results in the order of the seeds. */
class SeedsInOrder {
  readonly results: SeedResult[] = [];
  isBroken = false;
  factCount = 0;
  done = 0;
  readonly #replies = new Map<number, CellReply>();

  constructor(
    private readonly run: RunToWrite,
    private readonly writer: RunWriter,
  ) {}

  take(ix: number, reply: CellReply): void {
    this.#replies.set(ix, reply);
    this.done += 1;
    if (reply.kind === "done") this.factCount += reply.result.facts;
    else this.isBroken = true;
  }

  /** Takes what has been answered without a gap; throws for what went wrong. */
  settle(): void {
    for (;;) {
      const ix = this.results.length;
      const reply = this.#replies.get(ix);
      if (reply === undefined) break;
      this.#one(this.run.prepared.seeds[ix] ?? 0, reply);
    }
    const broken = [...this.#replies].find(([, { kind }]) => kind !== "done");
    if (broken !== undefined) this.#one(this.run.prepared.seeds[broken[0]] ?? 0, broken[1]);
  }

  #one(seed: number, reply: CellReply): void {
    if (reply.kind === "stale") {
      throw CommandFailure.missing(
        "its files have changed meanwhile",
        "a run is of one state of its files",
        "run it again",
      );
    }
    if (reply.kind === "failed") {
      throw new BrokenRun(new Error(reply.message), { seed, seq: 0, nowUs: 0 }, ofSeed(this.run.command, seed));
    }
    const { result, kept, pluginFailure } = reply;
    if (pluginFailure !== null) {
      const fix = `correct the plugin. See it with: podsim ${ofSeed(this.run.command, seed).join(" ")}`;
      const why = `seed ${String(seed)} cannot go on without an answer`;
      throw CommandFailure.one(diagnostic(null, null, { code: "E208", message: pluginFailure.message, why, fix }));
    }
    this.results.push(result);
    if (kept === null) return;
    const { facts, digest, virtualEndUs, complete, stopReason } = result;
    const record = { seed, facts, digest, worldDigest: kept.worldDigest, virtualEndUs, complete, stopReason };
    const taken = this.writer.takeSeed(record, kept.book);
    if (isLeft(taken)) throw CommandFailure.one(taken.left);
  }
}

export interface WorkersRun {
  readonly run: RunToWrite;
  readonly jobs: number;
  readonly writer: RunWriter;
  readonly progress: Progress;
}

export const runOnWorkers = async (
  { run, jobs, writer, progress }: WorkersRun,
  line: CommandLine,
  { host }: Session,
): Promise<{ readonly results: readonly SeedResult[]; readonly failure: null }> => {
  const seeds = new SeedsInOrder(run, writer);
  const stateOf = (seed: number): Parameters<Progress["update"]>[0] => ({
    seedsDone: seeds.done,
    seed,
    nowUs: 0,
    factCount: seeds.factCount,
  });
  await performAll(tasksOf(run, writer, line), {
    jobs,
    startWorker: host.startCellWorker,
    isOver: () => seeds.isBroken || host.interruption() !== null,
    pause: () => host.sleep(PAUSE_MILLIS),
    onReply: (ix, reply) => {
      seeds.take(ix, reply);
      progress.update(stateOf(run.prepared.seeds[ix] ?? 0));
    },
  });
  seeds.settle();
  progress.finish(stateOf(run.prepared.seeds.at(-1) ?? 0));
  return { results: seeds.results, failure: null };
};
