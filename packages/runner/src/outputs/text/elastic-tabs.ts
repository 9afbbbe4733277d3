// Aligns text at tabs the way kubectl describe does: a column is as wide as its widest cell, for as long as consecutive
// lines have that column.
import { escapeTerminal } from "../../input/escape-terminal.js";

/** Blanks between a column's widest cell and the next column. */
const GAP = 2;

/** One line as cells; every cell but the last ends in a tab. */
export type TabbedLine = readonly string[];

const widthOf = (text: string): number => [...text].length;

class Layout {
  readonly printed: string[] = [];
  readonly #lines: readonly TabbedLine[];
  readonly #widths: number[] = [];

  constructor(lines: readonly TabbedLine[]) {
    this.#lines = lines;
  }

  /** Prints lines [from, to), for which the widths of the columns so far are known. */
  format(from: number, to: number): void {
    const column = this.#widths.length;
    let next = from;
    for (let at = from; at < to; at += 1) {
      if (!this.#hasColumn(at, column)) continue;
      this.#print(next, at);
      let end = at;
      let width = 0;
      for (; end < to && this.#hasColumn(end, column); end += 1) {
        width = Math.max(width, widthOf(this.#lines[end]?.[column] ?? "") + GAP);
      }
      this.#widths.push(width);
      this.format(at, end);
      this.#widths.pop();
      next = end;
      at = end - 1;
    }
    this.#print(next, to);
  }

  #hasColumn(line: number, column: number): boolean {
    return column < (this.#lines[line]?.length ?? 0) - 1;
  }

  #print(from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      const cells = this.#lines[at] ?? [];
      const text = cells.map((cell, k) => cell + " ".repeat(Math.max(0, (this.#widths[k] ?? 0) - widthOf(cell))));
      this.printed.push(text.join("").trimEnd());
    }
  }
}

/** The lines of one block, aligned; blanks at the end of a line are dropped, what could move a cursor is shown instead. */
export const alignTabs = (lines: readonly TabbedLine[]): readonly string[] => {
  const layout = new Layout(lines.map((cells) => cells.map(escapeTerminal)));
  layout.format(0, lines.length);
  return layout.printed;
};
