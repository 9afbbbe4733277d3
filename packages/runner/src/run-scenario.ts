// For programs: runs every seed of a scenario and judges the outcome, keeping nothing on disk.
import { isLeft, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { InputAccess } from "./input/read-source.js";
import type { ExecuteOptions, Execution } from "./run/execute.js";
import { execute } from "./run/execute.js";
import type { PreparedRun } from "./run/prepared.js";
import type { SeedResult } from "./run/seed-result.js";
import { summarizeSeed } from "./run/seed-result.js";
import type { Verdict } from "./run/verdict.js";
import { judge } from "./run/verdict.js";
import type { FileReport } from "./scenario/file-reports.js";
import type { LoadOptions } from "./scenario/load-scenario.js";
import { loadScenario } from "./scenario/load-scenario.js";

export interface RunOutcome {
  readonly verdict: Verdict;
  readonly results: readonly SeedResult[];
}

export interface RunOptions extends ExecuteOptions {
  /** Sees each seed's world and log before they are let go. */
  readonly onSeed?: (execution: Execution) => void;
}

/** Runs the seeds one after another; each one's world is let go once it is summed up. */
export const runPrepared = async (prepared: PreparedRun, options: RunOptions = {}): Promise<RunOutcome> => {
  const { onSeed, ...executeOptions } = options;
  const results: SeedResult[] = [];
  for (const seed of prepared.seeds) {
    const execution = await execute(prepared, seed, executeOptions);
    onSeed?.(execution);
    results.push(summarizeSeed(prepared, execution));
  }
  return { verdict: judge(prepared, results), results };
};

const AS_WRITTEN: LoadOptions = { strict: false, seeds: null, untilUs: null, settings: [] };

/** Loads and runs the scenario at a path. Left: everything that is wrong with its files. */
export const runScenario = async (
  path: string,
  access: InputAccess,
  load: Partial<LoadOptions> = {},
  options: RunOptions = {},
): Promise<Either<readonly FileReport[], RunOutcome>> => {
  const prepared = loadScenario(path, { ...AS_WRITTEN, ...load }, access);
  return isLeft(prepared) ? prepared : right(await runPrepared(prepared.right, options));
};
