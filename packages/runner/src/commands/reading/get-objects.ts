// `get`: prints objects as they are at a moment.
import { isLeft } from "fp-ts/lib/Either.js";
import type { ExitName } from "../../failures.js";
import type { Printer, Selection } from "../../outputs/format/output-format.js";
import { printerFor } from "../../outputs/index.js";
import { viewAt } from "../../outputs/view/make-view.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { failureJson, failureText } from "../line/report-failure.js";
import type { Session } from "../line/session.js";
import type { TerminalStyle } from "../line/terminal-style.js";
import { painted, styleFor } from "../line/terminal-style.js";
import { cellColor } from "./cell-color.js";
import { findObjects, nothingFound } from "./list-objects.js";
import { selectMoment, selectRun } from "./selected-run.js";
import { sortedBy } from "./sort-by.js";
import { refuseNamesEverywhere, targetsOf } from "./targets.js";
import { watchObjects } from "./watch-objects.js";

export const paintCell =
  (style: TerminalStyle) =>
  (column: string, cell: string): string => {
    const color = cellColor(column, cell);
    return color === null ? cell : painted(cell, color, style);
  };

const printer = async (format: string): Promise<Printer> => {
  const found = await printerFor(format);
  if (isLeft(found)) throw CommandFailure.usage(found.left.message, "-o says how objects are printed", found.left.fix);
  return found.right;
};

/** Objects of machine formats are printed even when there are none. */
const isStructured = (format: string): boolean => format === "json" || format === "yaml";

/** Each missing name is told; the command then ends as the first of them says. */
const tellMissing = (
  missing: readonly CommandFailure[],
  format: string,
  session: Session,
  style: TerminalStyle,
): void => {
  for (const failure of missing) {
    session.console.stderr.write(format === "json" ? failureJson(failure) : failureText(failure, style));
  }
};

export const getObjects = async (line: CommandLine, session: Session): Promise<ExitName> => {
  const format = line.text("output") ?? "table";
  const targets = targetsOf(line.arguments, line.name);
  refuseNamesEverywhere(targets, line.flag("allNamespaces"));
  const print = await printer(format);
  const selected = selectRun(line, session);
  if (line.flag("watch")) return watchObjects(targets, selected, line, session);
  const moment = selectMoment(line, session, selected);
  const view = viewAt(selected.frame, moment.factCount, moment.nowUs);
  const sortPath = line.text("sortBy");
  const missing: CommandFailure[] = [];
  const selections: Selection[] = [];
  for (const target of targets) {
    const found = findObjects(target, view, line);
    const items = sortPath === null ? found.items : sortedBy(sortPath, found.items);
    if (items.length > 0) selections.push({ kind: target.kind, items });
    if (!line.flag("ignoreNotFound")) missing.push(...found.missing);
  }
  const named = targets.flatMap(({ names }) => names ?? []);
  const style = styleFor(session.console.stdout, session.console, line);
  if (selections.length > 0 || (isStructured(format) && named.length !== 1)) {
    const lines = print({
      selections,
      isSingle: named.length === 1,
      showNamespace: line.flag("allNamespaces"),
      showLabels: line.flag("showLabels"),
      headers: line.flag("headers"),
      qualifyNames: targets.length > 1,
      paint: paintCell(style),
    });
    session.console.stdout.write(lines.map((text) => `${text}\n`).join(""));
  } else if (missing.length === 0 && named.length === 0) {
    session.console.stderr.write(nothingFound(targets, view, line));
  }
  tellMissing(missing, format, session, styleFor(session.console.stderr, session.console, line));
  return missing[0]?.exit ?? "ok";
};
