// Tables of comma-separated values (RFC 4180): a line of column names, then rows, each with its line for messages.
import { diagnostic } from "./diagnostic.js";
import type { Diagnostic } from "./diagnostic.js";
import type { SourceText } from "./source-text.js";

export interface CsvTable {
  readonly source: SourceText;
  readonly columns: readonly string[];
  /** Cells in the order of the columns. */
  readonly rows: readonly (readonly string[])[];
  /** Line of each row, from 1. */
  readonly lines: readonly number[];
}

/** Splits a record that has quotes in it; `next` gives the line after it where a quoted cell goes on. */
const quotedCells = (first: string, next: () => string | null): readonly string[] => {
  const cells: string[] = [];
  let line = first;
  let cell = "";
  let isQuoted = false;
  for (let at = 0; ; at += 1) {
    const char = line[at];
    if (char === undefined) {
      const following = isQuoted ? next() : null;
      if (following === null) break;
      cell += "\n";
      line = following;
      at = -1;
    } else if (isQuoted) {
      if (char !== '"') cell += char;
      else if (line[at + 1] === '"') {
        cell += char;
        at += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell === "") isQuoted = true;
    else if (char === ",") {
      cells.push(cell);
      cell = "";
    } else cell += char;
  }
  cells.push(cell);
  return cells;
};

const problem = (source: SourceText, line: number, message: string, why: string, fix: string): Diagnostic => {
  const endCol = Math.max(2, source.lineAt(line).length + 1);
  return diagnostic(source.file, { line, col: 1, endLine: line, endCol }, { code: "E104", message, why, fix });
};

const ROW_PROBLEMS_MAX = 5;

export interface ReadCsv {
  readonly table: CsvTable;
  readonly problems: readonly Diagnostic[];
}

/** Reads a table; rows with too many or too few cells are told (the first few) and left out. */
export const readCsv = (source: SourceText): ReadCsv => {
  const texts = source.text.split(/\r?\n/);
  const problems: Diagnostic[] = [];
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  let columns: readonly string[] = [];
  for (let ix = 0; ix < texts.length; ix += 1) {
    const line = ix + 1;
    const text = texts[ix] ?? "";
    if (text.trim() === "") continue;
    const cells = text.includes('"') ? quotedCells(text, () => texts[++ix] ?? null) : text.split(",");
    if (columns.length === 0) {
      columns = cells.map((cell) => cell.trim());
      const twice = columns.find((name, at) => columns.indexOf(name) < at);
      if (twice !== undefined) {
        const why = "a column is found by its name";
        problems.push(problem(source, line, `two columns are named "${twice}"`, why, "rename one of them"));
      }
    } else if (cells.length === columns.length) {
      rows.push(cells);
      lines.push(line);
    } else if (problems.length < ROW_PROBLEMS_MAX) {
      const message = `this row has ${String(cells.length)} cells, the first line names ${String(columns.length)} columns`;
      const why = "which cell belongs to which column cannot be told";
      problems.push(problem(source, line, message, why, 'put cells with a comma in quotes: "a,b"'));
    }
  }
  if (columns.length === 0 || (rows.length === 0 && problems.length === 0)) {
    const message = columns.length === 0 ? "the table is empty" : "the table has no rows";
    problems.push(problem(source, 1, message, "the first line names the columns, the others are the rows", "add rows"));
  }
  return { table: { source, columns, rows, lines }, problems };
};
