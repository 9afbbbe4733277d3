// A comparison as people read it: what was asked differently, what came out differently, and where the two part.
import { formatClock } from "@podsim/core";
import { numberText, quantityText } from "../run/value-text.js";
import { Page } from "../run/verdict-page.js";
import type { VerdictStyle } from "../run/verdict-page.js";
import type { MetricChange, ThresholdChange } from "./comparison.js";
import { divergenceText } from "./divergence.js";
import type { PodPlace } from "./placement-change.js";
import { isDifferent, tallyOf } from "./result.js";
import type { DiffResult, Section } from "./result.js";
import type { Side } from "./side.js";

const NO_DIFFERENCE = "no difference shown";

const valueText = (value: number | null, unit: string): string => (value === null ? "-" : quantityText(value, unit));

/** With its sign: "+1m9s", "−0.6". */
const signedText = (value: number, unit: string): string => {
  const text = quantityText(Math.abs(value), unit);
  return Number(numberText(Math.abs(value))) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
};

const seedsText = ({ seeds }: Side): string => {
  const [first = 0, last = 0] = [seeds[0], seeds.at(-1)];
  if (seeds.length === 1) return `seed ${String(first)}`;
  const isRow = last - first === seeds.length - 1;
  return `seeds ${isRow ? `${String(first)}..${String(last)}` : seeds.join(",")}`;
};

const pairingText = ({ pairedSeeds, a, b }: DiffResult): string => {
  if (pairedSeeds.length === 0) return "unpaired: no seed in common, so the intervals are wider than those of pairs";
  const left = a.seeds.length + b.seeds.length - 2 * pairedSeeds.length;
  const pairs = `paired by ${pairedSeeds.length === 1 ? "one seed" : `${String(pairedSeeds.length)} seeds`}`;
  return left === 0 ? pairs : `${pairs}; ${String(left)} seeds of one side only are left out`;
};

const changeText = ({ change, interval, unit }: MetricChange): string => {
  if (change === null) return "";
  if (interval === null) return signedText(change, unit);
  const [low, high] = interval;
  // Every pair says the same, but for how fractions are added up.
  if (high - low <= 1e-9 * Math.abs(change)) return signedText(change, unit);
  return `${signedText(change, unit)}  (${signedText(low, unit)} … ${signedText(high, unit)})`;
};

interface Row {
  readonly isChanged: boolean;
  readonly cells: readonly [title: string, a: string, b: string, change: string];
  readonly finding: string;
  readonly look: "green" | "red" | "yellow" | null;
}

const LOOKS: Readonly<Record<string, Row["look"]>> = {
  better: "green",
  fixed: "green",
  "more seeds pass": "green",
  worse: "red",
  broken: "red",
  "fewer seeds pass": "red",
  different: "yellow",
};

const thresholdRow = (each: ThresholdChange): Row => {
  const { a, b, finding, metric, expression, name } = each;
  const share = (side: ThresholdChange["a"]): string =>
    side === null ? "-" : `${String(side.passed)}/${String(side.total)}`;
  const sign = (side: ThresholdChange["a"]): string => (side === null ? "" : side.isMet ? "✓" : "✗");
  const title = name === null ? `${metric} ${expression}` : `${name}  ${expression}`;
  const isJudgedAnew = finding === "fixed" || finding === "broken";
  const change = isJudgedAnew ? `${sign(a)} → ${sign(b)}` : sign(b);
  return {
    isChanged: finding !== NO_DIFFERENCE,
    cells: [title, share(a), share(b), change],
    finding: each.severity === "warn" ? `${finding} (warn)` : finding,
    look: LOOKS[finding] ?? null,
  };
};

const metricRow = (metric: MetricChange, wanted: number): Row => {
  const { label, unit, finding, count } = metric;
  const isOne = metric.change !== null && metric.change !== 0 && metric.interval === null;
  const note = isOne
    ? "   (one seed: no interval)"
    : count > 0 && count < wanted
      ? `   (${String(count)} of ${String(wanted)} seeds)`
      : "";
  return {
    isChanged: finding !== NO_DIFFERENCE,
    cells: [label, valueText(metric.a, unit), valueText(metric.b, unit), changeText(metric)],
    finding: `${finding}${note}`,
    look: LOOKS[finding] ?? null,
  };
};

const renderRows = (page: Page, rows: readonly Row[], heading: string): void => {
  const shown = rows.map((row) => ({ ...row, cells: row.cells.map((cell) => page.plain(cell)) }));
  const widths = [0, 1, 2, 3].map((ix) =>
    shown.reduce(
      (most, { cells }) => Math.max(most, (cells[ix] ?? "").length),
      ix === 0 ? 30 : ix === 3 ? heading.length : 7,
    ),
  );
  const [title = 0, a = 0, b = 0, change = 0] = widths;
  page.line(`  ${" ".repeat(title)}  ${"A".padEnd(a)}  ${"B".padEnd(b)}  ${page.paint(heading, "dim")}`);
  for (const { isChanged, cells, finding, look } of shown) {
    const [one = "", ...others] = cells;
    const line = [one.padEnd(title), ...others.map((cell, ix) => cell.padEnd([a, b, change][ix] ?? 0))].join("  ");
    const word = page.plain(finding);
    page.line(`${isChanged ? "~" : " "} ${line}  ${look === null ? word : page.paint(word, look)}`);
  }
};

const renderOutcome = (page: Page, result: DiffResult): void => {
  const { pairedSeeds, a, b } = result;
  const count = pairedSeeds.length > 0 ? pairedSeeds.length : Math.min(a.seeds.length, b.seeds.length);
  const heading =
    count < 2
      ? "change"
      : `change of the mean (${pairedSeeds.length > 0 ? `${String(count)} pairs` : "unpaired"}, 95% CI)`;
  const rows = [...result.thresholds.map(thresholdRow), ...result.metrics.map((each) => metricRow(each, count))];
  if (rows.length > 0) renderRows(page, rows, page.plain(heading));
};

const placeText = (place: PodPlace | null): string =>
  place === null ? "not there" : `${place.node ?? "no node"} (${place.status})`;

const PODS_MAX = 20;

const renderPlacement = (page: Page, { lookedAt }: DiffResult, isWhole: boolean): void => {
  if (lookedAt === null || lookedAt.placement.pods.length === 0) {
    page.line(`placement  ${NO_DIFFERENCE}`);
    return;
  }
  const { pods, onAnotherNode, placedOnlyInA, placedOnlyInB, onlyInA, onlyInB } = lookedAt.placement;
  const counts = [
    [onAnotherNode, "on another node"],
    [placedOnlyInB, "placed only in B"],
    [placedOnlyInA, "placed only in A"],
    [onlyInA, "only in A"],
    [onlyInB, "only in B"],
  ] as const;
  const parts = counts.flatMap(([count, words]) => (count === 0 ? [] : [`${String(count)} ${words}`]));
  const hint = isWhole ? "" : "      podsim diff … --only placement";
  page.line(page.plain(`placement  at the end, pods ${parts.join(" · ")}${hint}`));
  if (!isWhole) return;
  const shown = pods.slice(0, PODS_MAX);
  const width = shown.reduce((most, { namespace, name }) => Math.max(most, namespace.length + name.length + 1), 0);
  for (const { namespace, name, a, b } of shown) {
    page.line(page.plain(`  ${`${namespace}/${name}`.padEnd(width)}  ${placeText(a)} → ${placeText(b)}`));
  }
  if (pods.length > PODS_MAX) page.line(`  and ${String(pods.length - PODS_MAX)} more (-o json has all)`);
};

const renderEvents = (page: Page, { lookedAt }: DiffResult): void => {
  const changed = (lookedAt?.events ?? []).filter(({ a, b }) => a !== b);
  if (changed.length === 0) page.line(`events     ${NO_DIFFERENCE}`);
  const rows = changed.map(({ what, a, b }): Row => ({
    isChanged: true,
    cells: [what, String(a), String(b), signedText(b - a, "count")],
    finding: "",
    look: null,
  }));
  if (rows.length > 0) renderRows(page, rows, "change");
};

const renderDivergence = (page: Page, result: DiffResult): void => {
  const { lookedAt, divergedPairs, pairedSeeds } = result;
  const divergence = lookedAt?.divergence ?? null;
  if (lookedAt === null || divergence === null) {
    page.line(`diverged   ${NO_DIFFERENCE}`);
    return;
  }
  const { seedA, seedB } = lookedAt;
  const which = seedA === seedB ? `seed ${String(seedA)}` : `seed ${String(seedA)} of A and ${String(seedB)} of B`;
  const often =
    pairedSeeds.length < 2 ? "" : `   (${String(divergedPairs)} of ${String(pairedSeeds.length)} pairs part)`;
  const place = `${which} at ${formatClock(divergence.atUs)} #${String(divergence.seq)}`;
  page.line(page.plain(`diverged   ${place}: ${divergenceText(divergence)}${often}`));
};

const renderScenario = (page: Page, { scenario }: DiffResult, isAsked: boolean): void => {
  for (const { what, a, b } of scenario) page.line(page.plain(`~ ${what}  ${a} → ${b}`));
  if (isAsked && scenario.length === 0) page.line(`scenario   ${NO_DIFFERENCE}`);
  if (scenario.length > 0) page.line();
};

const many = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? "" : "s"}`;

/** The one line that says what all came to. */
const resultLine = (result: DiffResult, only: Section | null): string => {
  const { fixed, broken, changed, unchanged } = tallyOf(result);
  if (!isDifferent(result, only)) return "Result: no difference shown.";
  const thresholds = `${many(fixed, "threshold")} fixed, ${String(broken)} broken`;
  return `Result: ${thresholds}; ${many(changed, "metric")} changed, ${String(unchanged)} without a difference shown.`;
};

/** `isShort`: the last line alone. */
export const renderDiff = (result: DiffResult, only: Section | null, isShort: boolean, style: VerdictStyle): string => {
  const page = new Page(style);
  const { a, b } = result;
  const has = (section: Section): boolean => only === null || only === section;
  if (!isShort) {
    page.line(page.plain(`--- A  ${a.shown}   ${seedsText(a)}`));
    page.line(page.plain(`+++ B  ${b.shown}   ${seedsText(b)}   (${pairingText(result)})`));
    page.line();
    if (has("scenario")) renderScenario(page, result, only === "scenario");
    if (has("outcome")) renderOutcome(page, result);
    if (has("outcome")) page.line();
    if (has("placement")) renderPlacement(page, result, only === "placement");
    if (only === "events") renderEvents(page, result);
    if (only === null) renderDivergence(page, result);
  }
  page.line(resultLine(result, only));
  return page.text();
};
