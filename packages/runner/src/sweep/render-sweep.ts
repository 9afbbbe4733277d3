// A sweep as people read it: a line per cell with its share of seeds and the measures in which cells differ; or as CSV.
import { quantityText } from "../run/value-text.js";
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

const MEASURES_MAX = 4;

const isVaried = (label: string, cells: readonly CellSummary[]): boolean => {
  const means = cells.map(({ measures }) => measures.find((each) => each.label === label)?.mean ?? null);
  return means.some((mean) => mean !== means[0]);
};

/** Labels in which cells differ, or those that were asked for by a part of their text. */
const labelsShown = (cells: readonly CellSummary[], wanted: readonly string[]): readonly string[] => {
  const labels = [...new Set(cells.flatMap(({ measures }) => measures.map(({ label }) => label)))];
  if (wanted.length > 0) return labels.filter((label) => wanted.some((part) => label.includes(part)));
  return labels.filter((label) => isVaried(label, cells)).slice(0, MEASURES_MAX);
};

const paramNames = (cells: readonly CellSummary[]): readonly string[] => [
  ...new Set(cells.flatMap(({ params }) => Object.keys(params))),
];

const percent = (share: number): string => String(Math.round(share * 100));

const shareText = ({ share: { passed, total, interval }, complete }: CellSummary): string => {
  const range = interval === null ? "" : ` (${percent(interval[0])}–${percent(interval[1])}%)`;
  return `${String(passed)}/${String(total)}${range}${complete ? "" : " so far"}`;
};

const measureText = (measure: CellMeasure | undefined): string => {
  if (measure?.mean == null) return "-";
  const { mean, interval, unit, seedCount, seeds } = measure;
  const some = seedCount < seeds.length ? ` in ${String(seedCount)} seeds` : "";
  if (interval === null) return `${quantityText(mean, unit)}${some}`;
  const [low, high] = interval;
  const half = (high - low) / 2;
  return `${quantityText(mean, unit)} ± ${quantityText(half, unit)}${some}`;
};

const renderCells = (page: Page, cells: readonly CellSummary[], wanted: readonly string[]): void => {
  const [names, labels] = [paramNames(cells), labelsShown(cells, wanted)];
  const rows = cells.map((cell) => [
    ...names.map((name) => (cell.params[name] === undefined ? "-" : String(cell.params[name]))),
    shareText(cell),
    ...labels.map((label) => measureText(cell.measures.find((each) => each.label === label))),
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
