// What a worker is given and what it gives back: one scenario with its settings and one seed, as plain data both ways.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Duration, KubernetesVersion } from "@podsim/core";
import type { Cluster } from "@podsim/scheduler";
import type { Files } from "../io/files.js";
import { execute } from "../run/execute.js";
import type { PreparedRun } from "../run/prepared.js";
import type { SeedResult } from "../run/seed-result.js";
import { summarizeSeed } from "../run/seed-result.js";
import { loadPlugins } from "../scenario/load-plugins.js";
import { loadScenario } from "../scenario/load-scenario.js";
import type { SchedulerChoice } from "../scenario/scheduler-choice.js";
import { BehaviorBookWriter } from "../store/behavior-book.js";
import type { BehaviorBook } from "../store/behavior-book.js";
import { SeedWriter } from "../store/run-writer.js";
import { worldDigest } from "../store/world-digest.js";

/** How a scenario is to be read; everything but the seed. */
export interface CellInput {
  readonly scenario: string;
  /** name=value */
  readonly settings: readonly string[];
  readonly strict: boolean;
  readonly untilUs: Duration | null;
  readonly kubernetes: KubernetesVersion | null;
  readonly schedulerConfig: string | null;
  readonly tieBreak: SchedulerChoice["tieBreak"];
  /** Modules. */
  readonly plugins: readonly string[];
}

export interface CellTask {
  readonly input: CellInput;
  /** What the input was when the task was made: files that changed since are noticed. */
  readonly inputDigest: string;
  readonly seed: number;
  /** Guards; null = the default, or none. */
  readonly maxFacts: number | null;
  readonly maxWallMillis: number | null;
  /** Where the log is to be written as it grows; absent = it is let go. */
  readonly logFile?: string;
}

/** What is written down of a log that was kept. */
export interface KeptLog {
  readonly worldDigest: string;
  readonly book: BehaviorBook;
}

/** stale: the files are not what they were. failed: the program itself broke. */
export type CellReply =
  | {
      readonly kind: "done";
      readonly result: SeedResult;
      /** Of a run that a scheduler plugin of the user's own ended: which, and what it said. */
      readonly pluginFailure: { readonly plugin: string; readonly message: string } | null;
      /** Of a task with a logFile. */
      readonly kept: KeptLog | null;
    }
  | { readonly kind: "stale" }
  | { readonly kind: "failed"; readonly message: string };

export interface CellAccess {
  readonly files: Files;
  readonly importModule: (path: string) => Promise<unknown>;
}

const NO_INPUT = (): never => {
  throw new TypeError("a worker has no standard input");
};

/** Reads a cell as the command line's own process would; null = something is wrong with it. */
const preparedOf = async (input: CellInput, { files, importModule }: CellAccess): Promise<PreparedRun | null> => {
  const { scenario, settings, strict, untilUs, kubernetes, schedulerConfig, tieBreak } = input;
  const plugins = await loadPlugins(input.plugins, { files, importModule });
  if (isLeft(plugins)) return null;
  const scheduler = { config: schedulerConfig, tieBreak, plugins: plugins.right };
  const loaded = loadScenario(
    scenario,
    { strict, seeds: null, untilUs, settings, kubernetes, scheduler },
    { files, readInput: NO_INPUT },
  );
  return isLeft(loaded) ? null : loaded.right;
};

const thrownText = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

/** A log on its way to disk, slice by slice; faults of the disk end the task. */
class GrowingLog {
  #writer: SeedWriter | null = null;

  constructor(
    private readonly files: Files,
    private readonly path: string,
  ) {}

  append({ log }: Cluster): void {
    if (this.#writer === null) {
      this.#writer = new SeedWriter(written(this.files.open(this.path, "truncate")), log);
      written(this.#writer.writeHeader(log.registry));
    }
    written(this.#writer.append());
  }

  close(): void {
    if (this.#writer !== null) written(this.#writer.close());
  }
}

const written = <T>(result: Either<object, T>): T => {
  if (isLeft(result)) throw new Error(`the log cannot be written: ${JSON.stringify(result.left)}`);
  return result.right;
};

const bookOf = (prepared: PreparedRun, { log }: Cluster): BehaviorBook => {
  const writer = new BehaviorBookWriter();
  writer.add(log, prepared);
  return writer.book();
};

/** Performs tasks one after another; what was read last is kept, because the seeds of a cell follow each other. */
export const cellRunner = (access: CellAccess): ((task: CellTask) => Promise<CellReply>) => {
  let last: { readonly key: string; readonly prepared: PreparedRun | null } | null = null;
  return async ({ input, inputDigest, seed, maxFacts, maxWallMillis, logFile }) => {
    try {
      const key = JSON.stringify(input);
      if (last?.key !== key) last = { key, prepared: await preparedOf(input, access) };
      const { prepared } = last;
      if (prepared?.inputDigest() !== inputDigest) return { kind: "stale" };
      const growing = logFile === undefined ? null : new GrowingLog(access.files, logFile);
      const execution = await execute(prepared, seed, {
        maxWallMillis,
        ...(maxFacts === null ? {} : { maxFacts }),
        ...(growing === null ? {} : { onSlice: ({ cluster }) => growing.append(cluster) }),
      });
      growing?.close();
      const { failure, cluster } = execution;
      const pluginFailure = failure === null ? null : { plugin: failure.plugin, message: failure.message };
      const kept =
        growing === null ? null : { worldDigest: worldDigest(cluster.world), book: bookOf(prepared, cluster) };
      return { kind: "done", result: summarizeSeed(prepared, execution), pluginFailure, kept };
    } catch (thrown) {
      return { kind: "failed", message: thrownText(thrown) };
    }
  };
};
