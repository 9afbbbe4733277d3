// `runs`: lists the runs that are kept, shows what is written down about one, removes some.
import { formatDuration } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { closest } from "../../input/closest.js";
import type { ExitName } from "../../failures.js";
import { Table } from "../../outputs/text/table.js";
import { listRuns, shownRun } from "../../store/catalog.js";
import type { CatalogEntry } from "../../store/catalog.js";
import { runsDirectory } from "../../store/location.js";
import type { StoreLocation } from "../../store/location.js";
import { findRun } from "../../store/reference.js";
import type { FoundRun } from "../../store/reference.js";
import { readRecord } from "../../store/run-reader.js";
import type { RunRecord } from "../../store/run-record.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { storeFor } from "./selected-run.js";

const FORMATS = ["text", "json", "name"] as const;
const ACTIONS = ["ls", "show", "rm"] as const;

interface ListedRun {
  readonly entry: CatalogEntry;
  /** null when run.json cannot be read. */
  readonly record: RunRecord | null;
}

const listed = (line: CommandLine, session: Session): readonly ListedRun[] =>
  listRuns(session.files, storeFor(line, session)).map((entry) => {
    const found = { shown: shownRun(entry), directory: entry.directory, seed: null };
    const record = readRecord(session.files, found);
    return { entry, record: isLeft(record) ? null : record.right };
  });

const seedsText = ({ seeds }: RunRecord): string => {
  const numbers = seeds.map(({ seed }) => seed);
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  const inRow = numbers.length > 2 && last - first === numbers.length - 1;
  return inRow ? `${first}..${last}` : numbers.join(",");
};

const factsOf = ({ seeds }: RunRecord): number => seeds.reduce((sum, { facts }) => sum + (facts ?? 0), 0);

const endOf = ({ seeds }: RunRecord): string => {
  const end = seeds[0]?.virtualEndUs;
  return end == null ? "<unknown>" : formatDuration(end);
};

const rowOf = ({ entry, record }: ListedRun, back: number): readonly string[] => {
  const reference = back === 0 ? "@" : `@~${back}`;
  if (record === null) return [reference, shownRun(entry), "<unreadable>", "", "", "", ""];
  const state = record.complete ? "complete" : entry.isPartial ? "cut off" : "stopped early";
  return [
    reference,
    shownRun(entry),
    seedsText(record),
    endOf(record),
    String(factsOf(record)),
    state,
    record.question ?? "",
  ];
};

const runJson = ({ entry, record }: ListedRun): object => ({
  run: shownRun(entry),
  directory: entry.directory,
  record,
});

const listAll = (line: CommandLine, session: Session): ExitName => {
  const runs = listed(line, session);
  const { stdout, stderr } = session.console;
  switch (line.choice("output", FORMATS, "text")) {
    case "json":
      stdout.write(runs.map((one) => `${JSON.stringify(runJson(one))}\n`).join(""));
      return "ok";
    case "name":
      stdout.write(runs.map(({ entry }) => `${shownRun(entry)}\n`).join(""));
      return "ok";
    case "text": {
      if (runs.length === 0) stderr.write("No runs are kept yet: podsim run scenarios/zone-outage\n");
      const headers = ["REF", "RUN", "SEEDS", "VIRTUAL", "FACTS", "STATE", "QUESTION"];
      const lines = runs.length === 0 ? [] : new Table().lines([headers, ...runs.map(rowOf)]);
      stdout.write(lines.map((text) => `${text}\n`).join(""));
      return "ok";
    }
  }
};

const verdictOf = (directory: string, { files }: Session): unknown => {
  const read = files.read(`${directory}/verdict.json`, () => Number.MAX_SAFE_INTEGER);
  if (isLeft(read)) return null;
  try {
    return JSON.parse(new TextDecoder().decode(read.right.bytes)) as unknown;
  } catch {
    return null;
  }
};

const statusOf = (verdict: unknown): string => {
  const { status } = (verdict ?? {}) as { readonly status?: unknown };
  return typeof status === "string" ? status : "<none>";
};

const showOne = (reference: string, line: CommandLine, session: Session): ExitName => {
  const found = findRun(session.files, storeFor(line, session), reference);
  if (isLeft(found)) throw CommandFailure.one(found.left);
  const record = readRecord(session.files, found.right);
  if (isLeft(record)) throw CommandFailure.one(record.left);
  const { shown, directory } = found.right;
  const verdict = verdictOf(directory, session);
  const { stdout } = session.console;
  if (line.choice("output", FORMATS, "text") === "json") {
    stdout.write(`${JSON.stringify({ run: shown, directory, record: record.right, verdict }, null, 2)}\n`);
    return "ok";
  }
  const { name, question, command, kubernetes, clockStart, podsim, complete, seeds } = record.right;
  const rows = [
    ["run", shown],
    ["name", name],
    ["question", question ?? "<none>"],
    ["command", `podsim ${command.join(" ")}`],
    ["verdict", statusOf(verdict)],
    ["complete", complete ? "yes" : "no"],
    ["kubernetes", kubernetes],
    ["clock start", clockStart],
    ["podsim", podsim],
    ["directory", directory],
  ];
  const table = new Table().lines(rows);
  const seedTable = new Table().lines([
    ["SEED", "FACTS", "VIRTUAL", "STOPPED BY", "DIGEST"],
    ...seeds.map(({ seed, facts, virtualEndUs, stopReason, digest }) => [
      String(seed),
      facts === null ? "<unknown>" : String(facts),
      virtualEndUs === null ? "<unknown>" : formatDuration(virtualEndUs),
      stopReason === "" ? "<unknown>" : stopReason,
      digest ?? "<unknown>",
    ]),
  ]);
  stdout.write([...table, "", ...seedTable].map((text) => `${text}\n`).join(""));
  return "ok";
};

/** A run of the store, or a directory that certainly is a run: nothing else is removed. */
const removable = (reference: string, store: StoreLocation, { files }: Session): FoundRun => {
  const found = findRun(files, store, reference);
  if (isLeft(found)) throw CommandFailure.one(found.left);
  const isOfStore = found.right.directory.startsWith(`${runsDirectory(store)}/`);
  const record = readRecord(files, found.right);
  if (!isOfStore && isLeft(record)) throw CommandFailure.one(record.left);
  return found.right;
};

const remove = (references: readonly string[], line: CommandLine, session: Session): ExitName => {
  const store = storeFor(line, session);
  const all = line.flag("all");
  if (!all && references.length === 0) {
    throw CommandFailure.usage(
      "which run is to be removed?",
      "nothing is removed without being named",
      "podsim runs rm @, or: podsim runs rm --all",
    );
  }
  const directories = all
    ? listRuns(session.files, store).map((entry) => ({ shown: shownRun(entry), directory: entry.directory }))
    : references.map((reference) => removable(reference, store, session));
  for (const { shown, directory } of directories) {
    const removed = session.files.remove(directory);
    if (isLeft(removed)) {
      throw CommandFailure.missing(
        `run ${shown} cannot be removed`,
        `the system says: ${removed.left.detail}`,
        "check the permissions of the store",
      );
    }
    session.console.stdout.write(`removed ${shown}\n`);
  }
  return "ok";
};

export const manageRuns = (line: CommandLine, session: Session): ExitName => {
  const [action = "", ...references] = line.arguments;
  const known = ACTIONS.find((one) => one === action);
  switch (known) {
    case "ls":
      return listAll(line, session);
    case "show":
      return showOne(references[0] ?? "@", line, session);
    case "rm":
      return remove(references, line, session);
    case undefined: {
      const near = closest(action, ACTIONS);
      throw CommandFailure.usage(
        `runs cannot "${action}"`,
        `it knows ${ACTIONS.join(", ")}`,
        near === null ? "podsim runs ls" : `did you mean ${near}?`,
      );
    }
  }
};
