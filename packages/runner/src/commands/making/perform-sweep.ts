// `sweep`: cells of a scenario over workers, what is known taken from the store, or the bound at which it passes.
import type { ExitName } from "../../failures.js";
import { diagnostic } from "../../input/diagnostic.js";
import { progressStyle } from "../../io/terminal-policy.js";
import { CellStore } from "../../sweep/cell-store.js";
import { summarizeCell } from "../../sweep/cell-summary.js";
import type { CellSummary } from "../../sweep/cell-summary.js";
import { findBound, valuesBetween } from "../../sweep/find-bound.js";
import type { FoundBound, Tried } from "../../sweep/find-bound.js";
import { findTexts, renderSweep, sweepCsv } from "../../sweep/render-sweep.js";
import type { SweepFacts } from "../../sweep/render-sweep.js";
import { runCells } from "../../sweep/run-cells.js";
import type { CellsFailure, CellsRun } from "../../sweep/run-cells.js";
import type { Find } from "../../scenario/sweep-cells.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { storeFor } from "../reading/selected-run.js";
import { MAX_FACTS, PROGRESS } from "./keep-run.js";
import { durationOption } from "./load-run.js";
import { Progress } from "./progress.js";
import { CellReader, cellParams, findGoal } from "./sweep-cells.js";
import type { PreparedCell } from "./sweep-cells.js";

const FORMATS = ["text", "json", "csv"] as const;
const JOBS_MAX = 256;
const MICROS_PER_MILLI = 1_000;
/** How often a signal is looked for while workers are busy. */
const PAUSE_MILLIS = 50;

const failureOf = ({ kind, cell, seed, message }: CellsFailure): CommandFailure => {
  const settings = cell.input.settings.map((setting) => ` --set ${setting}`).join("");
  const again = `podsim run ${cell.input.scenario}${settings} --seed ${String(seed)}`;
  switch (kind) {
    case "stale":
      return CommandFailure.missing(message, "a sweep is of one state of its files", "run the sweep again");
    case "not-kept":
      return CommandFailure.missing(message, "the store cannot be written", "make room, or give another --store DIR");
    case "plugin-failed": {
      const why = "the run cannot go on without an answer";
      return CommandFailure.one(diagnostic(null, null, { code: "E208", message, why, fix: `see it with: ${again}` }));
    }
    case "failed":
      throw new Error(`${message.split("\n")[0] ?? ""} (${again})`);
  }
};

/** Runs cells as they are asked for and counts what was known and what was made. */
class Sweeper {
  known = 0;
  made = 0;
  isWhole = true;
  readonly #line: CommandLine;
  readonly #session: Session;
  readonly #name: string;

  constructor(line: CommandLine, session: Session, name: string) {
    this.#line = line;
    this.#session = session;
    this.#name = name;
  }

  async run(cells: readonly PreparedCell[]): Promise<readonly (CellSummary | null)[]> {
    const ran = await this.#run(cells);
    this.known += ran.known;
    this.made += ran.made;
    this.isWhole &&= ran.isWhole;
    if (ran.failure !== null) throw failureOf(ran.failure);
    return cells.map(({ plan, prepared }, ix) => summarizeCell(plan, prepared, ran.results[ix] ?? []));
  }

  async #run(cells: readonly PreparedCell[]): Promise<CellsRun> {
    const [line, session] = [this.#line, this.#session];
    const { host, files } = session;
    const wallUs = durationOption(line, "maxWall", "--max-wall");
    const total = cells.reduce((sum, { plan }) => sum + plan.seeds.length, 0);
    const progress = this.#progress(total);
    let factCount = 0;
    let state = { seedsDone: 0, seed: 0, nowUs: 0, factCount };
    const ran = await runCells(
      cells.map(({ plan }) => plan),
      {
        jobs: line.whole("jobs", 1, JOBS_MAX) ?? host.processors(),
        startWorker: host.startCellWorker,
        isOver: () => host.interruption() !== null,
        pause: () => host.sleep(PAUSE_MILLIS),
        store: new CellStore(files, storeFor(line, session)),
        code: host.codeDigest(),
        isFresh: !line.flag("cache"),
        guards: {
          maxFacts: line.whole("maxEvents", 1, MAX_FACTS),
          maxWallMillis: wallUs === null ? null : wallUs / MICROS_PER_MILLI,
        },
        onRun: (done, toDo, { seed, facts }) => {
          factCount += facts;
          state = { seedsDone: total - toDo + done, seed, nowUs: 0, factCount };
          progress.update(state);
        },
      },
    );
    progress.finish(state);
    return ran;
  }

  #progress(seedCount: number): Progress {
    const { stderr, environment } = this.#session.console;
    const flag = this.#line.flag("quiet") ? "none" : this.#line.choice("progress", PROGRESS, "auto");
    const plan = { name: this.#name, seedCount, horizonUs: 0, entries: [] };
    return new Progress(progressStyle(stderr, environment, flag), stderr, plan, this.#session.host.nowMillis);
  }
}

interface Swept {
  readonly cells: readonly CellSummary[];
  readonly cellCount: number;
  readonly found: (Find & { readonly result: FoundBound | null; readonly valueCount: number }) | null;
}

const searched = async (goal: Find, reader: CellReader, sweeper: Sweeper): Promise<Swept> => {
  const values = valuesBetween(goal.between[0], goal.between[1], goal.step);
  // Every value is read before any is run, so that one that is not allowed is no surprise later.
  const cells = new Map(values.map((value) => [value, reader.read({ [goal.parameter]: value })]));
  const summaries = new Map<number, CellSummary>();
  const tryValue = async (value: number): Promise<Tried | null> => {
    const cell = cells.get(value);
    if (cell === undefined) return null;
    const [summary] = await sweeper.run([cell]);
    if (summary != null) summaries.set(value, summary);
    if (summary?.complete !== true) return null;
    const { isMet, runs, passedSeeds } = summary;
    return { value, isMet, seeds: runs.map(({ seed }) => ({ seed, isMet: passedSeeds.includes(seed) })) };
  };
  const result = await findBound(goal.goal, values, tryValue);
  const inOrder = [...summaries].sort(([a], [b]) => a - b).map(([, summary]) => summary);
  return { cells: inOrder, cellCount: inOrder.length, found: { ...goal, result, valueCount: values.length } };
};

const swept = async (params: ReturnType<typeof cellParams>, reader: CellReader, sweeper: Sweeper): Promise<Swept> => {
  const cells = params.map((each, ix) => reader.read(each, ix));
  const summaries = await sweeper.run(cells);
  return { cells: summaries.flatMap((summary) => summary ?? []), cellCount: cells.length, found: null };
};

const sweepJson = (outcome: Swept, facts: SweepFacts, sweeper: Sweeper, tookMillis: number | null): object => {
  const { cells, cellCount, found } = outcome;
  return {
    apiVersion: "podsim.dev/v1alpha1",
    kind: "SweepResult",
    formatVersion: "1.0",
    name: facts.name,
    question: facts.question,
    complete: sweeper.isWhole && cells.every(({ complete }) => complete),
    cellCount,
    seedCount: facts.seedCount,
    find:
      found === null
        ? null
        : {
            goal: found.goal,
            parameter: found.parameter,
            between: found.between,
            step: found.step,
            value: found.result?.value ?? null,
            monotone: found.result === null ? null : found.result.violations.length === 0,
            violations: found.result?.violations ?? [],
            exhaustive: found.result?.isExhaustive ?? false,
            tried: (found.result?.tried ?? []).map(({ value, isMet }) => ({ value, isMet })),
          },
    cells,
    ...(tookMillis === null
      ? {}
      : { meta: { wall: { tookMillis }, runsKnown: sweeper.known, runsMade: sweeper.made } }),
  };
};

const print = (
  outcome: Swept,
  facts: SweepFacts,
  sweeper: Sweeper,
  tookMillis: number,
  line: CommandLine,
  { console }: Session,
): void => {
  const { stdout } = console;
  switch (line.choice("output", FORMATS, "text")) {
    case "json": {
      const wall = line.flag("reproducible") ? null : Math.round(tookMillis);
      return stdout.write(`${JSON.stringify(sweepJson(outcome, facts, sweeper, wall), null, 2)}\n`);
    }
    case "csv":
      return stdout.write(sweepCsv(outcome.cells));
    case "text": {
      const style = styleFor(stdout, console, line);
      stdout.write(renderSweep(outcome.cells, facts, line.texts("show"), style));
      const { found } = outcome;
      if (found?.result != null)
        stdout.write(
          findTexts(found.result, found)
            .map((text) => `${text}\n`)
            .join(""),
        );
    }
  }
};

const tellAfter = ({ cells, cellCount }: Swept, sweeper: Sweeper, line: CommandLine, session: Session): void => {
  if (line.flag("quiet") || line.flag("reproducible")) return;
  const { stderr } = session.console;
  if (sweeper.known > 0) {
    stderr.write(
      `${String(sweeper.known)} of ${String(sweeper.known + sweeper.made)} runs were known and not run again\n`,
    );
  }
  if (session.host.interruption() === null) return;
  const whole = cells.filter(({ complete }) => complete).length;
  stderr.write(
    `stopped: ${String(whole)} of ${String(cellCount)} cells are done and kept; the same command goes on from there\n`,
  );
};

const exitOf = ({ cells, found }: Swept, session: Session): ExitName => {
  const interruption = session.host.interruption();
  if (interruption !== null) return interruption;
  if (cells.some(({ complete }) => !complete)) return "guard";
  return found?.result != null && found.result.value === null ? "threshold-failed" : "ok";
};

export const performSweep = async (line: CommandLine, session: Session): Promise<ExitName> => {
  line.choice("output", FORMATS, "text");
  line.choice("progress", PROGRESS, "auto");
  const reader = await CellReader.of(line, session);
  const { prepared, plan } = reader.read({});
  const goal = findGoal(line, prepared);
  const params = goal === null ? cellParams(line, prepared) : [];
  session.host.heedSignals();
  const startMillis = session.host.nowMillis();
  const sweeper = new Sweeper(line, session, prepared.name);
  const outcome = goal === null ? await swept(params, reader, sweeper) : await searched(goal, reader, sweeper);
  const facts: SweepFacts = {
    name: prepared.name,
    question: prepared.question,
    command: ["run", plan.input.scenario, ...line.texts("set").flatMap((setting) => ["--set", setting])],
    seedCount: prepared.seeds.length,
    cellCount: outcome.cellCount,
  };
  print(outcome, facts, sweeper, session.host.nowMillis() - startMillis, line, session);
  tellAfter(outcome, sweeper, line, session);
  return exitOf(outcome, session);
};
