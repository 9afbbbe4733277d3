// Lives of objects as rows of characters: one column is a stretch of virtual time, one row an aspect of the object.
import { formatDuration } from "@podsim/core";
import type { Duration, SimTime } from "@podsim/core";
import { HOUR, MILLISECOND, MINUTE, SECOND } from "@podsim/core/time";
import { escapeTerminal } from "../../input/escape-terminal.js";

/** One state of an aspect: what it is drawn with, here and where only ASCII is wanted, and what it means. */
export interface Glyph {
  readonly sign: string;
  readonly ascii: string;
  readonly meaning: string;
}

export const glyph = (sign: string, ascii: string, meaning: string): Glyph => ({ sign, ascii, meaning });

/** [fromUs, toUs) in that state. */
export interface Segment {
  readonly fromUs: SimTime;
  readonly toUs: SimTime;
  readonly glyph: Glyph;
}

/** Something that happened at an instant; drawn over whatever is there. */
export interface Mark {
  readonly atUs: SimTime;
  readonly glyph: Glyph;
  /** More than the glyph means, for programs: "exit 137 (OOMKilled)". */
  readonly detail?: string;
}

export interface Row {
  readonly label: string;
  /** In order of time, without overlap. */
  readonly segments: readonly Segment[];
  readonly marks?: readonly Mark[];
  /** Written into stretches of this glyph that have room for it. */
  readonly caption?: { readonly glyph: Glyph; readonly text: string };
}

export interface Gantt {
  /** "shop/api-v2-9k2 on node-12" */
  readonly title: string;
  readonly fromUs: SimTime;
  readonly toUs: SimTime;
  /** Whether the object still exists at the end. */
  readonly goesOn: boolean;
  readonly rows: readonly Row[];
  /** Lines below the rows. */
  readonly notes: readonly string[];
}

export interface GanttStyle {
  /** Columns of the terminal. */
  readonly width: number;
  readonly ascii: boolean;
}

const COLUMN_SPANS: readonly Duration[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * MILLISECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 8, 24, 48, 168].map((n) => n * HOUR),
];

/** The shortest round stretch of time of which `columns` cover the span. */
const spanPerColumn = (spanUs: Duration, columns: number): Duration =>
  COLUMN_SPANS.find((us) => us * columns >= spanUs) ?? Math.ceil(spanUs / columns / HOUR) * HOUR;

/** Columns from one label of the time axis to the next. */
const TICK_COLUMNS = 20;

const tickText = (at: SimTime): string =>
  formatDuration(at)
    .replace(/(?<=[hm])0s$/, "")
    .replace(/(?<=h)0m$/, "");

const axis = (firstUs: SimTime, perColumnUs: Duration, columnCount: number): string => {
  let text = "";
  for (let column = 0; column < columnCount; column += TICK_COLUMNS) {
    const tick = tickText(firstUs + column * perColumnUs);
    if (column + tick.length > columnCount && column > 0) break;
    text = `${text.padEnd(column)}${tick}`;
  }
  return text;
};

const overlap = (segment: Segment, fromUs: SimTime, toUs: SimTime): Duration =>
  Math.min(segment.toUs, toUs) - Math.max(segment.fromUs, fromUs);

/** The glyph that holds for most of each column; of equals the later. */
const rasterize = (row: Row, firstUs: SimTime, perColumnUs: Duration, columnCount: number): (Glyph | null)[] => {
  const cells: (Glyph | null)[] = [];
  let next = 0;
  for (let column = 0; column < columnCount; column += 1) {
    const fromUs = firstUs + column * perColumnUs;
    const toUs = fromUs + perColumnUs;
    while ((row.segments[next]?.toUs ?? Infinity) <= fromUs) next += 1;
    const share = new Map<Glyph, Duration>();
    for (let k = next; k < row.segments.length; k += 1) {
      const segment = row.segments[k];
      if (segment === undefined || segment.fromUs >= toUs) break;
      share.set(segment.glyph, (share.get(segment.glyph) ?? 0) + overlap(segment, fromUs, toUs));
    }
    let most: Glyph | null = null;
    for (const [glyph, us] of share) if (most === null || us >= (share.get(most) ?? 0)) most = glyph;
    cells.push(most);
  }
  for (const { atUs, glyph } of row.marks ?? []) {
    const column = Math.floor((atUs - firstUs) / perColumnUs);
    if (column >= 0 && column < columnCount) cells[column] = glyph;
  }
  return cells;
};

/** Writes the caption into the middle of each stretch of its glyph that is longer than the caption. */
const withCaption = (signs: string[], cells: readonly (Glyph | null)[], caption: Row["caption"]): string => {
  if (caption === undefined) return signs.join("");
  for (let from = 0; from < cells.length; from += 1) {
    if (cells[from] !== caption.glyph) continue;
    let to = from;
    while (cells[to] === caption.glyph) to += 1;
    const room = to - from - caption.text.length;
    if (room >= 2) {
      [...caption.text].forEach((character, k) => (signs[from + Math.floor(room / 2) + k] = character));
    }
    from = to;
  }
  return signs.join("");
};

/** The glyphs that are drawn and what they mean, each once. */
const legend = (used: ReadonlySet<Glyph>, ascii: boolean): string =>
  [...used]
    .filter(({ meaning }) => meaning !== "")
    .map((glyph) => `${ascii ? glyph.ascii : glyph.sign} ${glyph.meaning}`)
    .join("   ");

const LABEL_GAP = 2;
const WIDTH_MIN = 40;

export const renderGantt = (gantt: Gantt, { width, ascii }: GanttStyle): readonly string[] => {
  const labelWidth = Math.max(0, ...gantt.rows.map(({ label }) => [...label].length)) + 2 + LABEL_GAP;
  const room = Math.max(10, Math.max(WIDTH_MIN, width) - labelWidth - 1);
  const perColumnUs = spanPerColumn(Math.max(1, gantt.toUs - gantt.fromUs), room - 1);
  const firstUs = Math.floor(gantt.fromUs / perColumnUs) * perColumnUs;
  const columnCount = Math.max(1, Math.ceil((gantt.toUs - firstUs) / perColumnUs));
  const used = new Set<Glyph>();
  const lines = gantt.rows.map((row) => {
    const cells = rasterize(row, firstUs, perColumnUs, columnCount);
    const signs = cells.map((glyph) => {
      if (glyph === null) return " ";
      used.add(glyph);
      return ascii ? glyph.ascii : glyph.sign;
    });
    const text = withCaption(signs, cells, row.caption);
    const end = gantt.goesOn ? (ascii ? ">" : "▸") : "";
    return `  ${escapeTerminal(row.label)}`.padEnd(labelWidth) + text + end;
  });
  const scale = `one column = ${formatDuration(perColumnUs)}`;
  const head = escapeTerminal(gantt.title);
  return [
    `${head.padEnd(Math.max(labelWidth, head.length + 3))}${scale}`,
    " ".repeat(labelWidth) + axis(firstUs, perColumnUs, columnCount),
    ...lines.map((line) => line.trimEnd()),
    ...gantt.notes.map((note) => `  ${escapeTerminal(note)}`),
    `  ${legend(used, ascii)}`,
  ];
};
