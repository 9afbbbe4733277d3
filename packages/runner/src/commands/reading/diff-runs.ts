// `diff`: reads both sides, runs those that are scenarios first, and prints what differs.
import { isLeft } from "fp-ts/lib/Either.js";
import type { ExitName } from "../../failures.js";
import { compareSides } from "../../compare/comparison.js";
import { divergenceText, firstDivergence } from "../../compare/divergence.js";
import { eventChanges } from "../../compare/event-change.js";
import { placementChange } from "../../compare/placement-change.js";
import { renderDiff } from "../../compare/render-diff.js";
import { isDifferent, SECTIONS, tallyOf } from "../../compare/result.js";
import type { DiffResult, LookedAt, Section } from "../../compare/result.js";
import { readSide } from "../../compare/side.js";
import type { Side } from "../../compare/side.js";
import { recordedEvents } from "../../outputs/recorder/event-recorder.js";
import type { RecordedEvent } from "../../outputs/recorder/recorded-event.js";
import { Replay } from "../../outputs/view/replay.js";
import { findRun } from "../../store/reference.js";
import type { FoundRun } from "../../store/reference.js";
import { openRun } from "../../store/run-reader.js";
import type { StoredRun } from "../../store/run-reader.js";
import { profileIn } from "../../store/run-record.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { keptScenario } from "../making/kept-scenario.js";
import { storeFor } from "./selected-run.js";

const FORMATS = ["text", "json"] as const;

const isScenarioPath = (text: string, { files }: Session): boolean =>
  files.exists(files.resolve(text)) && !files.exists(files.resolve(text, "run.json"));

const foundRun = async (text: string, line: CommandLine, session: Session): Promise<FoundRun> => {
  if (isScenarioPath(text, session)) return keptScenario(text, line, session);
  const found = findRun(session.files, storeFor(line, session), text);
  if (isLeft(found)) throw CommandFailure.one(found.left);
  return found.right;
};

const sideOf = async (text: string, line: CommandLine, session: Session): Promise<Side> => {
  const side = readSide(session.files, await foundRun(text, line, session));
  if (isLeft(side)) throw CommandFailure.one(side.left);
  return side.right;
};

const opened = ({ found }: Side, seed: number, { files }: Session): StoredRun => {
  const run = openRun(files, { ...found, seed: String(seed) });
  if (isLeft(run)) throw CommandFailure.one(run.left);
  return run.right;
};

const eventsOf = ({ log, endUs, record }: StoredRun): readonly RecordedEvent[] =>
  recordedEvents(log, log.length, endUs, profileIn(record));

const lookAt = (
  a: Side,
  b: Side,
  seeds: readonly [number, number],
  only: Section | null,
  session: Session,
): LookedAt => {
  const [seedA, seedB] = seeds;
  const [runA, runB] = [opened(a, seedA, session), opened(b, seedB, session)];
  const [worldA, worldB] = [runA, runB].map(({ log }) => new Replay(log).advance(log.length).world);
  if (worldA === undefined || worldB === undefined) throw new RangeError("two sides are compared");
  return {
    seedA,
    seedB,
    divergence: firstDivergence(runA.log, runB.log),
    placement: placementChange(worldA, worldB),
    events: only === "events" ? eventChanges(eventsOf(runA), eventsOf(runB)) : null,
  };
};

const digestOf = ({ record }: Side, seed: number): string | null =>
  record.seeds.find((each) => each.seed === seed)?.digest ?? null;

const compared = (a: Side, b: Side, only: Section | null, session: Session): DiffResult => {
  const comparison = compareSides(a, b);
  const { pairedSeeds } = comparison;
  const parted = pairedSeeds.filter((seed) => digestOf(a, seed) === null || digestOf(a, seed) !== digestOf(b, seed));
  // The seed that one of the verdicts shows says most; any other that differs will do.
  const telling = [b.shownSeed, a.shownSeed].find((seed) => parted.includes(seed)) ?? parted[0];
  const [firstA = 0, firstB = 0] = [a.seeds[0], b.seeds[0]];
  const pair: readonly [number, number] | null =
    pairedSeeds.length === 0 ? [firstA, firstB] : telling === undefined ? null : [telling, telling];
  const lookedAt = pair === null ? null : lookAt(a, b, pair, only, session);
  return { ...comparison, a, b, lookedAt, divergedPairs: parted.length };
};

const sideJson = ({ shown, seeds, record }: Side): object => ({ run: shown, seeds, command: record.command });

const diffJson = (result: DiffResult, only: Section | null): object => {
  const { a, b, pairedSeeds, scenario, thresholds, metrics, lookedAt, divergedPairs } = result;
  const divergence = lookedAt?.divergence ?? null;
  return {
    apiVersion: "podsim.dev/v1alpha1",
    kind: "Diff",
    formatVersion: "1.0",
    different: isDifferent(result, only),
    a: sideJson(a),
    b: sideJson(b),
    paired: pairedSeeds.length > 0,
    pairedSeeds,
    divergedPairs,
    result: tallyOf(result),
    scenario,
    thresholds,
    metrics,
    placement: lookedAt?.placement ?? null,
    events: lookedAt?.events ?? null,
    divergence:
      lookedAt === null || divergence === null
        ? null
        : { seedA: lookedAt.seedA, seedB: lookedAt.seedB, ...divergence, text: divergenceText(divergence) },
  };
};

const sectionOf = (line: CommandLine): Section | null =>
  line.text("only") === null ? null : line.choice("only", SECTIONS, "outcome");

export const diffRuns = async (line: CommandLine, session: Session): Promise<ExitName> => {
  const format = line.choice("output", FORMATS, "text");
  const only = sectionOf(line);
  const [textA = "", textB = ""] = line.arguments;
  const a = await sideOf(textA, line, session);
  const b = await sideOf(textB, line, session);
  const result = compared(a, b, only, session);
  const { stdout } = session.console;
  if (format === "json") stdout.write(`${JSON.stringify(diffJson(result, only), null, 2)}\n`);
  else stdout.write(renderDiff(result, only, line.flag("stat"), styleFor(stdout, session.console, line)));
  return line.flag("exitCode") && isDifferent(result, only) ? "different" : "ok";
};
