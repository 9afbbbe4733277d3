// Reads the table of a trace into rows that are ready to arrive; what is wrong with it is told at its line.
import { isLeft } from "fp-ts/lib/Either.js";
import { parseDuration, podRequests } from "@podsim/core";
import type { Duration, KubernetesObject } from "@podsim/core";
import { readCsv } from "../input/csv-table.js";
import type { CsvTable } from "../input/csv-table.js";
import { diagnostic } from "../input/diagnostic.js";
import type { Path } from "../input/located.js";
import { readTextFile } from "../input/read-source.js";
import type { InputAccess } from "../input/read-source.js";
import { besideScenario } from "../scenario/beside-scenario.js";
import { shortTime } from "../scenario/schema/shown.js";
import type { SectionReader } from "../scenario/section-reader.js";
import type { ObjectMaker } from "./object-maker.js";
import { cellsOf, columnProblems, durationIn, settingsOf } from "./table-columns.js";
import type { Cells, Column, Columns } from "./table-columns.js";
import type { Trace, TraceRow } from "./trace-rows.js";
import type { TraceArrivals } from "./workload-shape.js";
import { podPathOf, podPlaces } from "./workload-template.js";
import type { WorkloadTemplate } from "./workload-template.js";

export interface TraceContext {
  readonly access: InputAccess;
  readonly reader: SectionReader;
  readonly stopUs: Duration;
  readonly capacityOf: (resource: string) => number;
  readonly maker: ObjectMaker;
  readonly template: WorkloadTemplate;
}

/** The table of a file that is named at `path` of the scenario; null, and reported, when it cannot be used. */
export const readTable = (
  file: string,
  columns: Columns,
  path: Path,
  { access, reader }: Pick<TraceContext, "access" | "reader">,
): CsvTable | null => {
  const text = readTextFile(access, file);
  if (isLeft(text)) {
    const [found] = text.left.diagnostics;
    const why = found?.why ?? "it cannot be read";
    const fix = found?.fix.title ?? "check the path";
    reader.report({
      code: "E205",
      message: `${found?.message ?? "no file"}: ${file}`,
      why,
      fix,
      path: [...path, "file"],
    });
    return null;
  }
  const { table, problems } = readCsv(text.right);
  for (const problem of problems) reader.reports.add(table.source, problem);
  const wrong = problems.length > 0 ? [] : columnProblems(columns, table);
  for (const each of wrong) reader.report({ ...each.explanation, path: [...path, "columns", ...each.path] });
  return problems.length + wrong.length > 0 ? null : table;
};

const ROW_PROBLEMS_MAX = 10;

/** Tells what is wrong with rows, the first few of them. */
export class RowReports {
  #count = 0;

  constructor(
    private readonly table: CsvTable,
    private readonly reader: SectionReader,
  ) {}

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  add(row: number, message: string, why: string, fix: string): void {
    this.#count += 1;
    if (this.#count > ROW_PROBLEMS_MAX) return;
    const { source, lines } = this.table;
    const line = lines[row] ?? 1;
    const place = { line, col: 1, endLine: line, endCol: Math.max(2, source.lineAt(line).length + 1) };
    this.reader.reports.add(source, diagnostic(source.file, place, { code: "E104", message, why, fix }));
  }
}

/** How much there is of a resource: thousandths of cpu, bytes, single ones. */
export const amountOf = (
  { milliCpu, memoryBytes, scalars }: Pick<ReturnType<typeof podRequests>, "milliCpu" | "memoryBytes" | "scalars">,
  resource: string,
): number => {
  if (resource === "cpu") return milliCpu;
  return resource === "memory" ? memoryBytes : (scalars[resource] ?? 0);
};

const demandOf = (object: KubernetesObject, resource: string): number => {
  const spec = object.kind === "Pod" ? object.spec : object.kind === "Job" ? object.spec.template.spec : null;
  if (spec === null) return 0;
  return amountOf(podRequests(spec), resource);
};

class TraceReading {
  readonly #rows: RowReports;
  readonly #podPath: string;

  constructor(
    private readonly given: TraceArrivals,
    private readonly table: CsvTable,
    private readonly context: TraceContext,
  ) {
    this.#rows = new RowReports(table, context.reader);
    this.#podPath = podPathOf(context.template.kind);
  }

  get isFaulty(): boolean {
    return !this.#rows.isEmpty;
  }

  rows(): readonly TraceRow[] {
    const cells = cellsOf(this.table);
    const rows = this.table.rows.flatMap((each, row) => this.#row(cells(each), row));
    // Equal times keep the order of the file.
    return this.given.every === null ? rows.sort((a, b) => (a.atUs ?? 0) - (b.atUs ?? 0)) : rows;
  }

  #row(cells: Cells, row: number): readonly TraceRow[] {
    const { columns, demand, every } = this.given;
    const { maker, template } = this.context;
    const settings = settingsOf(columns, podPlaces(template.kind), this.#podPath, cells);
    const { object, problems } = maker.make(settings);
    const [problem] = problems;
    if (problem !== undefined) {
      const where = problem.path.join(".");
      this.#rows.add(
        row,
        `${where}: ${problem.message}`,
        problem.why,
        problem.fix ?? "correct the row, or the unit of its column",
      );
    }
    if (object === null) return [];
    const atUs = every === null ? this.#time(columns.at, cells, row) : null;
    const run = columns.runFor === null ? null : this.#time(columns.runFor, cells, row);
    const name = columns.name === null || demand !== null ? null : this.#name(cells(columns.name.column), row);
    const asked = demand === null ? 0 : demandOf(object, demand.resource);
    return [{ atUs, name, settings, runFor: run === null ? null : `${String(run)}us`, demand: asked }];
  }

  #time(column: Column | null, cells: Cells, row: number): Duration | null {
    if (column === null) return null;
    const written = durationIn(column, cells);
    const parsed = parseDuration(written);
    if (!isLeft(parsed)) return parsed.right;
    const why = `${column.column} says it: ${parsed.left.reason}`;
    this.#rows.add(
      row,
      `"${cells(column.column)}" is no time`,
      why,
      "write seconds, or give the column a unit: { column: t, unit: ms }",
    );
    return null;
  }

  #name(cell: string, row: number): string | null {
    const name = cell.trim().toLowerCase();
    if (/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name) && name.length <= 253) return name;
    this.#rows.add(
      row,
      `"${cell}" cannot name an object`,
      "names have lower-case letters, digits, dashes and dots",
      "leave name out of the columns",
    );
    return null;
  }
}

const demandIn = (given: TraceArrivals, path: Path, { capacityOf, reader }: TraceContext): number | null => {
  if (given.demand === null) return null;
  const { resource, share } = given.demand;
  const capacity = capacityOf(resource);
  if (capacity > 0) return share * capacity;
  reader.report({
    code: "E202",
    message: `no node has ${resource}`,
    why: "the demand is a share of what the nodes have at the start",
    fix: "name a resource that nodes have",
    path: [...path, "demand", "resource"],
  });
  return null;
};

const sayWhen = (given: TraceArrivals, path: Path, { reader }: TraceContext): boolean => {
  if (given.every === null && given.columns.at === null) {
    const why = "without a time the rows would never come";
    reader.report({
      code: "E107",
      message: "the trace does not say when",
      why,
      fix: "add at to the columns, or every: 100ms",
      path: [...path, "columns"],
      part: "key",
    });
    return false;
  }
  if (given.every === null && (given.order === "shuffled" || given.demand !== null)) {
    const field = given.demand === null ? "order" : "demand";
    const why = "rows in another order, or drawn again, cannot keep their times";
    reader.report({
      code: "E108",
      message: `${field} needs every`,
      why,
      fix: "add every: 100ms",
      path: [...path, field],
      part: "key",
    });
    return false;
  }
  return true;
};

/** Rows that come one by one and for which the run has no time: what the whole trace does would never be seen. */
const reportLateRows = (
  rows: readonly TraceRow[],
  demand: number | null,
  every: Duration,
  path: Path,
  { reader, stopUs }: TraceContext,
): void => {
  const asked = rows.reduce((sum, row) => sum + row.demand, 0);
  const count = demand === null ? rows.length : Math.ceil((rows.length * demand) / asked);
  if (count === 0 || (count - 1) * every <= stopUs) return;
  const about = demand === null ? "" : "about ";
  const fits = Math.floor(stopUs / every) + 1;
  reader.report({
    code: "E204",
    message: `the run stops before all rows have come: ${String(fits)} of ${about}${String(count)}`,
    why: `one comes every ${shortTime(every)}, and the run stops at ${shortTime(stopUs)}`,
    fix: "let them come faster (every), or raise stop.after",
    path: [...path, "every"],
  });
};

/** Reads the trace that is written at `path` of the scenario; null, and reported, where it cannot be used. */
export const readTrace = (given: TraceArrivals, path: Path, context: TraceContext): Trace | null => {
  const isTimed = sayWhen(given, path, context);
  const table = readTable(besideScenario(given.file, context.reader), given.columns, path, context);
  if (table === null || !isTimed) return null;
  const demand = demandIn(given, path, context);
  const reading = new TraceReading(given, table, context);
  const rows = reading.rows();
  if (reading.isFaulty || (given.demand !== null && demand === null)) return null;
  if (demand !== null && rows.every((row) => row.demand === 0)) {
    const why = "however often its rows are drawn, the demand would not be reached";
    context.reader.report({
      code: "E202",
      message: `no row asks for ${given.demand?.resource ?? ""}`,
      why,
      fix: "map a column to it",
      path: [...path, "demand"],
    });
    return null;
  }
  if (given.every === null && (rows[0]?.atUs ?? 0) > context.stopUs) {
    const why = "the first row comes after the run has stopped";
    context.reader.report({
      code: "E204",
      message: "nothing of this trace comes before the run stops",
      why,
      fix: "raise stop.after",
      path: [...path, "columns", "at"],
    });
  }
  if (given.every !== null) reportLateRows(rows, demand, given.every, path, context);
  return { rows, everyUs: given.every, isShuffled: given.order === "shuffled", demand };
};
