// `list`: prints one of the shelves from its registry, so that the list is never out of date.
import { EVENTS, INVARIANTS } from "@podsim/core";
import { DEFAULT_MULTI_POINT, PLUGINS, PLUGINS_WITHOUT_HOOKS } from "@podsim/scheduler";
import { ERROR_PAGES } from "../../error-pages.js";
import { EXIT_CODES } from "../../failures.js";
import type { ExitName } from "../../failures.js";
import { closest } from "../../input/closest.js";
import { INTERVENTIONS } from "../../interventions/index.js";
import { METRICS } from "../../metrics/index.js";
import { OUTPUTS } from "../../outputs/index.js";
import { checkName } from "../../scenario/checks.js";
import { Table } from "../../outputs/text/table.js";
import { REPORTERS } from "../../reporters/index.js";
import { listRuns, shownRun } from "../../store/catalog.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import type { ShelfName } from "../line/shelf-names.js";
import { SHELF_NAMES } from "../line/shelf-names.js";
import { CONTROLLER_LIST } from "./controller-list.js";
import { findScenarios } from "./find-scenarios.js";
import { storeFor } from "./selected-run.js";

/** Every row of a shelf has the same keys; they head its columns. */
type ShelfRow = Readonly<Record<string, string | number>>;

const eventRows = (): readonly ShelfRow[] =>
  EVENTS.map(({ type, entity, revision, fields, announce }) => ({
    type,
    entity,
    revision,
    fields: Object.keys(fields).join(","),
    announces: announce === undefined ? "no" : "yes",
  }));

const metricRows = (): readonly ShelfRow[] =>
  METRICS.map(({ name, kind, unit, better, labels, doc }) => ({
    name,
    kind,
    unit,
    better,
    labels: Object.keys(labels).join(",") || "<none>",
    doc: doc.replace(/\s+/g, " "),
  }));

/** Those of the default profile first, in its order; the weight is the one they have there. */
const pluginRows = (): readonly ShelfRow[] => {
  const names = DEFAULT_MULTI_POINT.map(({ name }) => name);
  const points = new Map<string, readonly string[]>([
    ...PLUGINS_WITHOUT_HOOKS,
    ...PLUGINS.map((plugin) => [plugin.name, plugin.points] as const),
  ]);
  const others = [...points.keys()].filter((name) => !names.includes(name));
  return [...names, ...others].map((name) => {
    const at = points.get(name) ?? [];
    const entry = DEFAULT_MULTI_POINT.find((each) => each.name === name);
    const profile = entry === undefined ? "no" : "yes";
    return { name, default: profile, weight: at.includes("score") ? (entry?.weight ?? 1) : "-", points: at.join(",") };
  });
};

const ROWS: Readonly<Record<ShelfName, (line: CommandLine, session: Session) => readonly ShelfRow[]>> = {
  events: eventRows,
  plugins: pluginRows,
  controllers: () => CONTROLLER_LIST.map(({ name, does }) => ({ name, does })),
  interventions: () => INTERVENTIONS.map(({ name, doc, example }) => ({ name, doc, example: JSON.stringify(example) })),
  metrics: metricRows,
  reporters: () => REPORTERS.map(({ name, doc }) => ({ name, doc })),
  checks: () => INVARIANTS.map((law) => ({ name: checkName(law), says: law.title })),
  outputs: () =>
    OUTPUTS.map(({ name, argument, summary }) => ({ name: argument === null ? name : `${name}=${argument}`, summary })),
  errors: () => ERROR_PAGES.map(({ code, title }) => ({ code, title })),
  "exit-codes": () => EXIT_CODES.map(({ code, name, meaning }) => ({ code, name, meaning })),
  scenarios: (_line, session) => findScenarios(session).map(({ path, question }) => ({ path, question })),
  runs: (line, session) =>
    listRuns(session.files, storeFor(line, session)).map((entry, back) => ({
      ref: back === 0 ? "@" : `@~${back}`,
      run: shownRun(entry),
    })),
};

const shelfNamed = (name: string | undefined): ShelfName => {
  const found = SHELF_NAMES.find((one) => one === name);
  if (found !== undefined) return found;
  const why = `there is ${SHELF_NAMES.join(", ")}`;
  if (name === undefined) throw CommandFailure.usage("what is to be listed?", why, "podsim list metrics");
  const near = closest(name, SHELF_NAMES);
  throw CommandFailure.usage(
    `nothing is called "${name}"`,
    why,
    near === null ? "podsim list metrics" : `did you mean ${near}?`,
  );
};

export const listShelf = (line: CommandLine, session: Session): ExitName => {
  const format = line.choice("output", ["text", "json"], "text");
  const shelf = shelfNamed(line.arguments[0]);
  const rows = ROWS[shelf](line, session);
  const { stdout, stderr } = session.console;
  if (format === "json") {
    stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    return "ok";
  }
  const [first] = rows;
  if (first === undefined) {
    stderr.write(`There are no ${shelf} here.\n`);
    return "ok";
  }
  const headers = Object.keys(first).map((key) => key.toUpperCase());
  const lines = new Table().lines([headers, ...rows.map((row) => Object.values(row).map(String))]);
  stdout.write(lines.map((text) => `${text}\n`).join(""));
  return "ok";
};
