// Prints a diagnostic for people: a GNU style first line, the source with carets, why, and how to mend it.
import type { Diagnostic, Mark } from "./diagnostic.js";
import { selectDiagnostics } from "./diagnostic.js";
import { escapeTerminal } from "./escape-terminal.js";
import type { Place, SourceText } from "./source-text.js";

export interface DiagnosticStyle {
  readonly color: boolean;
  /** Plain ASCII signs instead of ⇥ and …. */
  readonly ascii: boolean;
  /** Columns of the terminal; longer source lines are clipped around the caret. Default 120. */
  readonly columns?: number;
}

const SGR = { red: 31, yellow: 33, dim: 2, bold: 1 } as const;

const paint = (text: string, style: DiagnosticStyle, ...looks: (keyof typeof SGR)[]): string =>
  style.color && text !== "" ? `\u001b[${looks.map((look) => SGR[look]).join(";")}m${text}\u001b[0m` : text;

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const ZERO_WIDTH = /\p{Mn}|\p{Me}/u;

/** One character as drawn, with the terminal columns it takes. */
const draw = (character: string, style: DiagnosticStyle): { readonly drawn: string; readonly width: number } => {
  if (character === "\t" && !style.ascii) return { drawn: "⇥", width: 1 };
  const escaped = escapeTerminal(character);
  if (escaped !== character) return { drawn: escaped, width: escaped.length };
  if (character.length === 1 && character < "\u0300") return { drawn: character, width: 1 };
  if (ZERO_WIDTH.test(character)) return { drawn: character, width: 0 };
  return { drawn: character, width: WIDE.test(character) ? 2 : 1 };
};

interface DrawnLine {
  readonly text: string;
  /** Terminal column (from 0) at which the source column (from 1) is drawn, kept inside what is shown. */
  readonly columnOf: (col: number) => number;
}

/** A source line cut to `columns` around the column `focus`. */
const drawLine = (line: string, focus: number, columns: number, style: DiagnosticStyle): DrawnLine => {
  const dots = style.ascii ? "..." : "…";
  // Nothing further than a screen away can be shown; this also bounds the work on a line of many megabytes.
  let from =
    line.length <= columns && escapeTerminal(line).length <= columns
      ? 0
      : Math.max(0, focus - 1 - Math.floor(columns / 3));
  if (from > 0 && /[\udc00-\udfff]/.test(line[from] ?? "")) from -= 1;
  let text = from > 0 ? dots : "";
  let column = text.length;
  let at = from;
  const columnByUnit = new Map<number, number>();
  for (const character of line.slice(from, from + columns * 2)) {
    const { drawn, width } = draw(character, style);
    const room = at + character.length < line.length ? columns - dots.length : columns;
    if (column + width > room) break;
    for (let unit = 0; unit < character.length; unit += 1) columnByUnit.set(at + unit, column);
    text += drawn;
    column += width;
    at += character.length;
  }
  if (at < line.length) text += dots;
  const last = column;
  return {
    text,
    columnOf: (col) => (col - 1 < from ? Math.min(dots.length, last) : (columnByUnit.get(col - 1) ?? last)),
  };
};

interface DrawnMark {
  readonly place: Place;
  readonly sign: "^" | "-";
  readonly label: string;
}

const underline = (mark: DrawnMark, line: string, drawn: DrawnLine): string => {
  const { place } = mark;
  const endCol = place.endLine === place.line ? place.endCol : line.trimEnd().length + 1;
  const from = drawn.columnOf(place.col);
  const to = Math.max(drawn.columnOf(Math.max(endCol, place.col)), from + 1);
  return " ".repeat(from) + mark.sign.repeat(to - from);
};

const marksOf = (place: Place, notes: readonly Mark[]): readonly DrawnMark[] =>
  [
    { place, sign: "^" as const, label: "" },
    ...notes.map((note) => ({ place: note, sign: "-" as const, label: escapeTerminal(note.label) })),
  ].sort((a, b) => a.place.line - b.place.line);

const excerpt = (place: Place, notes: readonly Mark[], source: SourceText, style: DiagnosticStyle): string => {
  const marks = marksOf(place, notes).filter(({ place: { line } }) => source.lineAt(line).trim() !== "");
  const lines = [...new Set(marks.map((mark) => mark.place.line))];
  const gutter = Math.max(3, String(lines.at(-1) ?? 0).length + 1);
  const columns = Math.max(20, (style.columns ?? 120) - gutter - 3);
  let out = "";
  lines.forEach((number, ix) => {
    if (ix > 0 && number > (lines[ix - 1] ?? 0) + 1) out += `${paint("...".padStart(gutter), style, "dim")}\n`;
    const line = source.lineAt(number);
    const here = marks.filter((mark) => mark.place.line === number);
    const drawn = drawLine(line, here[0]?.place.col ?? 1, columns, style);
    out += `${paint(`${String(number).padStart(gutter)} | `, style, "dim")}${drawn.text}\n`;
    for (const mark of here) {
      const under = underline(mark, line, drawn);
      const label = mark.label === "" ? "" : ` ${mark.label}`;
      const color = mark.sign === "^" ? "red" : "dim";
      out += `${paint(`${" ".repeat(gutter)} | `, style, "dim")}${paint(under + label, style, color)}\n`;
    }
  });
  return out;
};

const ASCII_SIGNS: Readonly<Record<string, string>> = {
  "—": "-",
  "–": "-",
  "…": "...",
  "×": "x",
  "≤": "<=",
  "≥": ">=",
  "→": "->",
  "⇥": "\\t",
};

const prose = (text: string, style: DiagnosticStyle): string => {
  const safe = escapeTerminal(text);
  return style.ascii ? safe.replace(/[—–…×≤≥→⇥]/g, (sign) => ASCII_SIGNS[sign] ?? sign) : safe;
};

const placeOf = ({ line, col, endLine, endCol }: Diagnostic): Place | null =>
  line === undefined || col === undefined ? null : { line, col, endLine: endLine ?? line, endCol: endCol ?? col + 1 };

/**
 * One diagnostic, ending in a line break. `source` is the text it speaks of; without it, or for a warning, there is no
 * excerpt. Everything that comes from a file is made safe to print.
 */
export const renderDiagnostic = (one: Diagnostic, source: SourceText | null, style: DiagnosticStyle): string => {
  const place = placeOf(one);
  const file = one.file === undefined ? "" : escapeTerminal(one.file);
  const position = file === "" ? "" : place === null ? `${file}: ` : `${file}:${place.line}:${place.col}: `;
  const warning = one.severity === "warning";
  const kind = paint(`${one.severity} ${one.code}:`, style, warning ? "yellow" : "red");
  const message = prose(one.message, style);
  const head = warning ? `${kind} ${position}${message}\n` : `${position}${kind} ${message}\n`;
  const body = warning || place === null || source === null ? "" : excerpt(place, one.notes ?? [], source, style);
  const why = `${paint("  why", style, "dim")}  ${prose(one.why, style)}\n`;
  const fix = `${paint("  fix", style, "dim")}  ${prose(one.fix.title, style)}\n`;
  return head + body + why + fix;
};

/** All diagnostics of one file, a blank line between them, the most useful last; beyond 20 only their number. */
export const renderDiagnostics = (
  all: readonly Diagnostic[],
  source: SourceText | null,
  style: DiagnosticStyle,
): string => {
  const { shown, hiddenCount } = selectDiagnostics(all);
  const blocks = shown.map((one) => renderDiagnostic(one, source, style));
  if (hiddenCount > 0) blocks.push(`and ${hiddenCount} more\n`);
  return blocks.join("\n");
};
