// A named text and the arithmetic between its offsets, lines and columns.

/** A point in a text. Lines and columns count from 1; columns count UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly col: number;
}

/** A stretch of a text; endLine and endCol name the point just after its last character. */
export interface Place extends Position {
  readonly endLine: number;
  readonly endCol: number;
}

export interface SourceText {
  /** As the user wrote it on the command line or in a scenario; "<stdin>" for standard input. */
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
  /** The line without its line break; "" when there is no such line. */
  readonly lineAt: (line: number) => string;
  readonly positionAt: (offset: number) => Position;
  /** The place of text[start, end). */
  readonly placeAt: (start: number, end: number) => Place;
  /** Inverse of positionAt, kept inside the text. */
  readonly offsetAt: (position: Position) => number;
}

const lineStartsOf = (text: string): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
};

/** The last index whose start is <= offset. */
const lineIndexOf = (starts: readonly number[], offset: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Line starts are found on first use: a text without errors never pays for them. */
export const sourceText = (file: string, text: string): SourceText => {
  let known: readonly number[] | null = null;
  const starts = (): readonly number[] => (known ??= lineStartsOf(text));

  const positionAt = (offset: number): Position => {
    const inside = Math.max(0, Math.min(offset, text.length));
    const ix = lineIndexOf(starts(), inside);
    return { line: ix + 1, col: inside - (starts()[ix] ?? 0) + 1 };
  };
  const endOfLine = (line: number): number => {
    const next = starts()[line];
    if (next === undefined) return text.length;
    return text.charCodeAt(next - 2) === 13 && next >= 2 ? next - 2 : next - 1;
  };
  return {
    file,
    text,
    positionAt,
    lineAt: (line) => {
      const start = starts()[line - 1];
      return start === undefined ? "" : text.slice(start, Math.max(start, endOfLine(line)));
    },
    placeAt: (start, end) => {
      const from = positionAt(start);
      const to = positionAt(Math.max(start, end));
      return { line: from.line, col: from.col, endLine: to.line, endCol: to.col };
    },
    offsetAt: ({ line, col }) => {
      const start = starts()[line - 1];
      return start === undefined ? text.length : Math.min(start + col - 1, text.length);
    },
  };
};
