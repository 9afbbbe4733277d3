// Lays out rows as kubectl's tables are: columns three blanks apart, at least six wide, no blanks at the end of a line.
import { escapeTerminal } from "../../input/escape-terminal.js";

/** kubectl's writer makes a column this wide even when its cells are narrower, the blanks after it included. */
const COLUMN_WIDTH_MIN = 6;
const COLUMN_GAP = 3;

const widthOf = (text: string): number => [...text].length;

/** Only the first line of a cell is shown, as kubectl does. */
const firstLine = (text: string): string => {
  const end = text.search(/[\n\r\f]/);
  return end < 0 ? text : `${text.slice(0, end)}...`;
};

const printable = (cell: string): string => escapeTerminal(firstLine(cell));

/**
 * A table printed in one go or row by row: a column never gets narrower again, so rows that come later (a watch) stay
 * below their headers. Cells come from files, so they are made safe to print; `paint` may colour a cell and must not
 * change what is read.
 */
export class Table {
  readonly #widths: number[] = [];
  readonly #paint: (cell: string, column: number) => string;

  constructor(paint: (cell: string, column: number) => string = (cell) => cell) {
    this.#paint = paint;
  }

  /** The lines of these rows, without line ends. The first row may be the headers. */
  lines(rows: readonly (readonly string[])[]): readonly string[] {
    const safe = rows.map((row) => row.map(printable));
    for (const row of safe) {
      // The last cell of a row belongs to no column: nothing comes after it.
      for (let k = 0; k < row.length - 1; k += 1) {
        const width = Math.max(COLUMN_WIDTH_MIN, widthOf(row[k] ?? "") + COLUMN_GAP);
        if (width > (this.#widths[k] ?? 0)) this.#widths[k] = width;
      }
    }
    return safe.map((row) => this.#line(row));
  }

  #line(row: readonly string[]): string {
    let line = "";
    let pending = "";
    row.forEach((cell, k) => {
      if (cell !== "") {
        line += pending + this.#paint(cell, k);
        pending = "";
      }
      pending += " ".repeat(Math.max(0, (this.#widths[k] ?? 0) - widthOf(cell)));
    });
    return line;
  }
}
