// Which cells a command line asks for, each read and checked before anything runs.
import { isLeft } from "fp-ts/lib/Either.js";
import type { PreparedRun } from "../../run/prepared.js";
import { DEFAULT_LOAD_OPTIONS, loadScenario } from "../../scenario/load-scenario.js";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import { sweepCells } from "../../scenario/sweep-cells.js";
import type { Find } from "../../scenario/sweep-cells.js";
import type { CellInput } from "../../sweep/cell-task.js";
import { combinations, readParam } from "../../sweep/cells.js";
import type { ParamValues } from "../../sweep/cells.js";
import type { CellPlan } from "../../sweep/run-cells.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { schedulerChoice } from "../line/scheduler-flags.js";
import type { Session } from "../line/session.js";
import { durationOption, inputAccess, seedsOf, versionOf } from "./load-run.js";

export interface PreparedCell {
  readonly plan: CellPlan;
  readonly prepared: PreparedRun;
}

type Params = Readonly<Record<string, unknown>>;

/** Reads cells of one scenario. */
export class CellReader {
  readonly #line: CommandLine;
  readonly #session: Session;
  readonly #choice: SchedulerChoice;
  readonly #scenario: string;

  private constructor(line: CommandLine, session: Session, choice: SchedulerChoice) {
    this.#line = line;
    this.#session = session;
    this.#choice = choice;
    this.#scenario = line.arguments[0] ?? "";
  }

  static async of(line: CommandLine, session: Session): Promise<CellReader> {
    return new CellReader(line, session, await schedulerChoice(line, session));
  }

  /** `ix` moves the seeds on where cells are not to share them. */
  read(params: Params, ix = 0): PreparedCell {
    const line = this.#line;
    const settings = [
      ...line.texts("set"),
      ...Object.entries(params).map(([name, value]) => `${name}=${String(value)}`),
    ];
    const input: CellInput = {
      scenario: this.#scenario,
      settings,
      strict: line.flag("strict"),
      untilUs: durationOption(line, "until", "--until"),
      kubernetes: versionOf(line),
      schedulerConfig: this.#choice.config,
      tieBreak: this.#choice.tieBreak,
      plugins: line.texts("plugin"),
    };
    const { strict, untilUs, kubernetes } = input;
    const options = { strict, untilUs, kubernetes, settings, seeds: seedsOf(line), scheduler: this.#choice };
    const loaded = loadScenario(this.#scenario, { ...DEFAULT_LOAD_OPTIONS, ...options }, inputAccess(this.#session));
    if (isLeft(loaded)) throw CommandFailure.of(loaded.left);
    const prepared = loaded.right;
    const seeds =
      prepared.sweep?.pairSeeds === false
        ? prepared.seeds.map((seed) => seed + ix * prepared.seeds.length)
        : prepared.seeds;
    return { plan: { params, input, inputDigest: prepared.inputDigest(), seeds }, prepared };
  }
}

const paramsOf = (line: CommandLine): readonly ParamValues[] =>
  line.texts("param").map((written) => {
    const read = readParam(written);
    if (isLeft(read)) throw CommandFailure.usage(read.left.message, read.left.why, read.left.fix);
    return read.right;
  });

const CELLS_MAX = 10_000;

/** The combinations to run; --param wins over the scenario. */
export const cellParams = (line: CommandLine, { sweep = null }: PreparedRun): readonly Params[] => {
  const given = paramsOf(line);
  const count = given.reduce((all, { values }) => all * values.length, 1);
  if (count > CELLS_MAX) {
    throw CommandFailure.usage(
      `these are ${String(count)} cells`,
      `a sweep may have ${String(CELLS_MAX)}`,
      "take fewer values, or --find with bounds",
    );
  }
  if (given.length > 0) return combinations(given);
  if (sweep !== null) return sweepCells(sweep);
  throw CommandFailure.usage(
    "there is nothing to vary",
    `neither --param nor spec.sweep of ${line.arguments[0] ?? ""} says which values to run`,
    "add --param NAME=6..14..2, or --param NAME=a,b",
  );
};

const GOAL = /^(smallest|largest):(.+)$/;

/** A range given as --param NAME=FROM..TO..STEP, as bounds. */
const boundsOf = (line: CommandLine, parameter: string): Pick<Find, "between" | "step"> | null => {
  const written = line.texts("param").find((text) => text.startsWith(`${parameter}=`));
  if (written === undefined) return null;
  paramsOf(line);
  const [, low, high, step = "1"] = /=([^.,]*(?:\.\d+)?)\.\.([^.,]*(?:\.\d+)?)(?:\.\.(.+))?$/.exec(written) ?? [];
  if (low === undefined || high === undefined) {
    throw CommandFailure.usage(
      `--param ${written} is no range`,
      "a bound is looked for between a lower and an upper value",
      `write --param ${parameter}=6..14`,
    );
  }
  return { between: [Number(low), Number(high)], step: Number(step) };
};

/** What is to be looked for; null = cells are to be run. */
export const findGoal = (line: CommandLine, { sweep = null }: PreparedRun): Find | null => {
  const text = line.text("find");
  const declared = sweep?.find ?? null;
  if (text === null) return line.texts("param").length > 0 ? null : declared;
  const [, goal, parameter = ""] = GOAL.exec(text) ?? [];
  if (goal !== "smallest" && goal !== "largest") {
    throw CommandFailure.usage(
      `--find ${text} does not say what to look for`,
      "it takes smallest or largest, a colon, and a parameter",
      "write --find smallest:nodesPerZone",
    );
  }
  const bounds = boundsOf(line, parameter) ?? (declared?.parameter === parameter ? declared : null);
  if (bounds !== null) return { goal, parameter, between: bounds.between, step: bounds.step };
  throw CommandFailure.usage(
    `--find ${text} needs bounds`,
    "the value is looked for between a lower and an upper one",
    `add --param ${parameter}=6..14`,
  );
};
