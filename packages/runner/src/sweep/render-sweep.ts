// A sweep as people read it: a line per cell with its share of seeds and the measures in which cells differ; or as CSV.
import { meanInterval, meanOf } from "../compare/mean-change.js";
import { quantityText } from "../run/value-text.js";
import type { JudgedThreshold } from "../run/verdict.js";
import { Page } from "../run/verdict-page.js";
import type { VerdictStyle } from "../run/verdict-page.js";
import type { CellMeasure, CellSummary } from "./cell-summary.js";
import type { FoundBound } from "./find-bound.js";

export interface SweepFacts {
  readonly name: string;
  readonly question: string | null;
  /** Arguments that run one cell by itself, without its parameters. */
  readonly command: readonly string[];
  readonly seedCount: number;
  readonly cellCount: number;
}

const COLUMNS_MAX = 4;

interface Column {
  readonly label: string;
  /** Over the seeds that have a value; null when none has. */
  readonly mean: number | null;
  readonly text: string;
}

const withSeeds = (text: string, found: number, total: number): string =>
  found < total ? `${text} in ${String(found)} seeds` : text;

const ofMeasure = ({ label, mean, interval, unit, seedCount, seeds }: CellMeasure): Column => {
  if (mean === null) return { label, mean, text: "-" };
  const half = interval === null ? "" : ` ± ${quantityText((interval[1] - interval[0]) / 2, unit)}`;
  return { label, mean, text: withSeeds(`${quantityText(mean, unit)}${half}`, seedCount, seeds.length) };
};

/** What a threshold measured, with digits enough to tell cells apart. */
const ofThreshold = ({ metric, expression, name, seeds }: JudgedThreshold): Column => {
  const label = name ?? `${metric} ${expression.split(" ")[0] ?? ""}`;
  const values = seeds.flatMap(({ value }) => value ?? []);
  if (values.length === 0) return { label, mean: null, text: "-" };
  const [mean, interval] = [meanOf(values), meanInterval(values)];
  const half = interval === null ? "" : ` ± ${String(Number(((interval[1] - interval[0]) / 2).toPrecision(2)))}`;
  return { label, mean, text: withSeeds(`${String(Number(mean.toPrecision(4)))}${half}`, values.length, seeds.length) };
};

/** What the thresholds measured first: it is what the question is about. */
const columnsOf = ({ thresholds, measures }: CellSummary): readonly Column[] => [
  ...thresholds.map(ofThreshold),
  ...measures.map(ofMeasure),
];

const isVaried = (means: readonly (number | null)[]): boolean => means.some((mean) => mean !== means[0]);

/** Labels in which cells differ, or those that were asked for by a part of their text. */
const labelsShown = (cells: readonly (readonly Column[])[], wanted: readonly string[]): readonly string[] => {
  const labels = [...new Set(cells.flatMap((columns) => columns.map(({ label }) => label)))];
  if (wanted.length > 0) return labels.filter((label) => wanted.some((part) => label.includes(part)));
  const meansOf = (wantedLabel: string): readonly (number | null)[] =>
    cells.map((columns) => columns.find(({ label }) => label === wantedLabel)?.mean ?? null);
  return labels.filter((label) => isVaried(meansOf(label))).slice(0, COLUMNS_MAX);
};

const paramNames = (cells: readonly CellSummary[]): readonly string[] => [
  ...new Set(cells.flatMap(({ params }) => Object.keys(params))),
];

const percent = (share: number): string => String(Math.round(share * 100));

const shareText = ({ share: { passed, total, interval }, complete }: CellSummary): string => {
  const range = interval === null ? "" : ` (${percent(interval[0])}–${percent(interval[1])}%)`;
  return `${String(passed)}/${String(total)}${range}${complete ? "" : " so far"}`;
};

const renderCells = (page: Page, cells: readonly CellSummary[], wanted: readonly string[]): void => {
  const columns = cells.map(columnsOf);
  const [names, labels] = [paramNames(cells), labelsShown(columns, wanted)];
  const rows = cells.map((cell, ix) => [
    ...names.map((name) => (cell.params[name] === undefined ? "-" : String(cell.params[name]))),
    shareText(cell),
    ...labels.map((label) => columns[ix]?.find((each) => each.label === label)?.text ?? "-"),
  ]);
  const headers = [...names, "seeds", ...labels].map((text) => page.plain(text));
  const safe = rows.map((row) => row.map((cell) => page.plain(cell)));
  const widths = headers.map((header, ix) => Math.max(header.length, ...safe.map((row) => (row[ix] ?? "").length)));
  const lineOf = (row: readonly string[]): string => row.map((cell, ix) => cell.padEnd(widths[ix] ?? 0)).join("   ");
  const signWidth = page.style.ascii ? 4 : 1;
  page.line(`${" ".repeat(signWidth)} ${page.paint(lineOf(headers), "dim")}`);
  safe.forEach((row, ix) => page.line(`${page.sign(cells[ix]?.isMet === true ? "ok" : "fail")} ${lineOf(row)}`));
};

/** `wanted`: parts of the labels of measures to show. */
export const renderSweep = (
  cells: readonly CellSummary[],
  facts: SweepFacts,
  wanted: readonly string[],
  style: VerdictStyle,
): string => {
  const page = new Page(style);
  const { name, question, seedCount, cellCount, command } = facts;
  page.line(`${page.paint(page.plain(name), "bold")}${question === null ? "" : `   ${page.plain(question)}`}`);
  page.line(page.plain(`${String(cellCount)} cells × ${String(seedCount)} seeds, mean ± 95 % of the mean`));
  page.line();
  if (cells.length > 0) {
    renderCells(page, cells, wanted);
    page.line();
  }
  const met = cells.filter(({ isMet }) => isMet).length;
  page.line(`${String(met)} of ${String(cells.length)} cells pass`);
  const first = cells.find(({ isMet }) => !isMet) ?? cells[0];
  if (first !== undefined) {
    const settings = Object.entries(first.params).flatMap(([param, value]) => ["--set", `${param}=${String(value)}`]);
    page.line(`next  ${page.paint(page.plain(`podsim ${[...command, ...settings].join(" ")}`), "cyan")}`);
  }
  return page.text();
};

export interface FindFacts {
  readonly goal: "smallest" | "largest";
  readonly parameter: string;
  readonly between: readonly [low: number, high: number];
  readonly valueCount: number;
}

/** What a search found, in words. */
export const findTexts = (found: FoundBound, facts: FindFacts): readonly string[] => {
  const { goal, parameter, between, valueCount } = facts;
  const range = `${String(between[0])} to ${String(between[1])}`;
  const tried = `${String(found.tried.length)} of ${String(valueCount)} values tried`;
  const answer =
    found.value === null
      ? `NONE   no value of ${parameter} from ${range} passes   (${tried})`
      : `FOUND  ${goal} ${parameter} that passes: ${String(found.value)}   (${range}, ${tried})`;
  const odd = found.violations.slice(0, 3).map(({ seed, passes, fails }) => {
    const who = seed === null ? "the verdict" : `seed ${String(seed)}`;
    return `! not monotone: ${who} passes with ${parameter} ${String(passes)} and fails with ${String(fails)}`;
  });
  const note = found.violations.length > 0 && found.isExhaustive ? ["  so every value was tried"] : [];
  return [...odd, ...note, answer];
};

const csvCell = (value: unknown): string => {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A line per run: parameters, seed, whether it passed, every measure, the value of every threshold. */
export const sweepCsv = (cells: readonly CellSummary[]): string => {
  const names = paramNames(cells);
  const labels = [...new Set(cells.flatMap(({ measures }) => measures.map(({ label }) => label)))];
  const judged = cells[0]?.thresholds.map(({ metric, expression, name }) => name ?? `${metric} ${expression}`) ?? [];
  const rows = cells.flatMap((cell) =>
    cell.runs.map(({ seed }) => [
      ...names.map((name) => cell.params[name]),
      seed,
      cell.passedSeeds.includes(seed),
      ...labels.map((label) => {
        const measure = cell.measures.find((each) => each.label === label);
        return measure?.seeds.find((each) => each.seed === seed)?.value;
      }),
      ...judged.map((_, ix) => cell.thresholds[ix]?.seeds.find((each) => each.seed === seed)?.value),
    ]),
  );
  const lines = [[...names, "seed", "passed", ...labels, ...judged], ...rows];
  return lines.map((row) => `${row.map(csvCell).join(",")}\n`).join("");
};
