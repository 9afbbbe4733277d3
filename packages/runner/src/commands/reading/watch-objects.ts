// `get --watch`: what a watch begun at a moment would have shown until the end of the run, a line per change.
import type { ExitName } from "../../failures.js";
import type { ColumnChoice } from "../../outputs/format/columns.js";
import { headerCells, rowCells } from "../../outputs/format/columns.js";
import type { ObjectKind } from "../../outputs/kinds/object-kind.js";
import { qualifiedName } from "../../outputs/kinds/object-kind.js";
import { Table } from "../../outputs/text/table.js";
import type { WatchEvent, WatchFrom } from "../../outputs/view/watch.js";
import { watch } from "../../outputs/view/watch.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { LineBuffer } from "../line/line-buffer.js";
import type { Session } from "../line/session.js";
import { painted, styleFor } from "../line/terminal-style.js";
import { cellColor } from "./cell-color.js";
import { isVisible, namespaceOf, selectionTest } from "./list-objects.js";
import type { SelectedRun } from "./selected-run.js";
import { momentFor } from "./selected-run.js";
import type { Target } from "./targets.js";
import { watchedRow } from "./watched-row.js";

const FORMATS = ["table", "wide", "json", "name"] as const;

const EVENT_COLUMN = "EVENT";

/** Writes the lines of a watch as they come; what is there at the start is one table. */
class WatchTable {
  readonly #out: LineBuffer;
  readonly #kind: ObjectKind;
  readonly #choice: ColumnChoice;
  readonly #table: Table;
  readonly #showEvents: boolean;
  #pending: (readonly string[])[] = [];
  #hasStarted = false;

  constructor(kind: ObjectKind, choice: ColumnChoice, line: CommandLine, session: Session, out: LineBuffer) {
    this.#out = out;
    this.#kind = kind;
    this.#choice = choice;
    this.#showEvents = line.flag("outputWatchEvents");
    const headers = [...(this.#showEvents ? [EVENT_COLUMN] : []), ...headerCells(kind, choice)];
    if (line.flag("headers")) this.#pending.push(headers);
    const style = styleFor(session.console.stdout, session.console, line);
    this.#table = new Table((cell, column) => {
      const color = cellColor(headers[column] ?? "", cell);
      return color === null ? cell : painted(cell, color, style);
    });
  }

  see({ type, seq, item }: WatchEvent): void {
    const cells = rowCells(this.#kind, item, this.#choice);
    // What is there at the start is one table; if nothing is, the headers stand with the first row.
    if (seq >= 0 && this.#hasStarted) this.flush();
    this.#hasStarted = true;
    this.#pending.push(this.#showEvents ? [type, ...cells] : cells);
    if (seq >= 0) this.flush();
  }

  flush(): void {
    if (this.#pending.length === 0) return;
    const lines = this.#table.lines(this.#pending);
    this.#pending = [];
    this.#out.lines(lines);
  }
}

const start = (line: CommandLine, selected: SelectedRun): WatchFrom => {
  const at = line.text("at");
  const toFactCount = selected.run.log.length;
  // Without a moment the watch was there before anything happened, so that it sees everything.
  if (at === null) return { factCount: 0, atUs: 0, toFactCount };
  const { factCount, nowUs } = momentFor(at, selected);
  return { factCount, atUs: nowUs, toFactCount };
};

const onlyKind = (targets: readonly Target[]): Target => {
  const [target] = targets;
  if (target === undefined || targets.length > 1) {
    throw CommandFailure.usage(
      "you may only watch a single resource type",
      "its columns head the table",
      "podsim get pods --watch",
    );
  }
  if (target.kind.watching !== null) return target;
  const { plural } = target.kind;
  const fix = plural === "events" ? "podsim events --watch" : "podsim get pods --watch";
  throw CommandFailure.usage(`${plural} cannot be watched`, "nothing in a run changes them one by one", fix);
};

export const watchObjects = (
  targets: readonly Target[],
  selected: SelectedRun,
  line: CommandLine,
  session: Session,
): ExitName => {
  const { kind, names } = onlyKind(targets);
  const format = line.choice("output", FORMATS, "table");
  // Lines for programs say their namespace, so they may come from all of them.
  const everywhere = format === "json" && line.text("namespace") === null;
  const namespace = everywhere ? null : namespaceOf(line);
  const passes = selectionTest(line, kind);
  const isWanted = ({ item }: WatchEvent): boolean =>
    isVisible(kind, item, namespace) && (names === null || names.includes(item.name)) && passes(item);
  const choice = {
    wide: format === "wide",
    showNamespace: line.flag("allNamespaces"),
    showLabels: line.flag("showLabels"),
    qualifyNames: false,
  };
  const out = new LineBuffer(session.console.stdout);
  const table = new WatchTable(kind, choice, line, session, out);
  watch(selected.frame, kind, start(line, selected), (event) => {
    if (!isWanted(event)) return;
    if (format === "json") out.line(JSON.stringify(watchedRow(kind, event)));
    else if (format === "name") out.line(qualifiedName(kind, event.item.name));
    else table.see(event);
  });
  if (format !== "json" && format !== "name") table.flush();
  out.flush();
  return "ok";
};
