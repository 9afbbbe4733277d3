// The thresholds of a verdict: which held in how many seeds, the worst value, and where to look at a breach.
import { formatClock } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { shortTime } from "../scenario/schema/shown.js";
import { readThreshold } from "./judge-threshold.js";
import { aggregationText, holds } from "./measure/expression.js";
import { runRef } from "./run-facts.js";
import type { RunFacts } from "./run-facts.js";
import { numberText } from "./value-text.js";
import type { Page } from "./verdict-page.js";
import type { JudgedThreshold, Verdict } from "./verdict.js";

const valueText = (threshold: JudgedThreshold, value: number | null): string => {
  if (value === null) return "no data";
  const { expression } = readThreshold(threshold);
  const isMet = holds(expression, value);
  return `${aggregationText(expression)} ${numberText(value, (shown) => holds(expression, shown) === isMet)}`;
};

const whenText = ({ window }: JudgedThreshold, endUs: SimTime): string => {
  if (window === null) return "";
  const { fromUs, toUs } = window;
  if (toUs >= endUs) return fromUs === 0 ? "" : `  from ${shortTime(fromUs)}`;
  return fromUs === 0 ? `  until ${shortTime(toUs)}` : `  ${shortTime(fromUs)} to ${shortTime(toUs)}`;
};

/** A name stands below the metric it is about; alone, it stands for it. */
const titleOf = (threshold: JudgedThreshold, above: JudgedThreshold | undefined, endUs: SimTime): string => {
  const { metric, name } = threshold;
  const indent = above?.metric === metric ? "  " : "";
  return `${name === null ? metric : `${indent}${name}`}${whenText(threshold, endUs)}`;
};

export const renderThresholds = (page: Page, verdict: Verdict, facts: RunFacts): void => {
  if (verdict.thresholds.length === 0) return;
  const rows = verdict.thresholds.map((each, ix) => ({
    each,
    title: page.plain(titleOf(each, verdict.thresholds[ix - 1], facts.virtualEndUs)),
    seeds: `${String(each.share.passed)}/${String(each.share.total)}`,
    worst: valueText(each, each.worst.value),
    limit: page.plain(each.expression),
  }));
  const width = (pick: (row: (typeof rows)[number]) => string, least: number): number =>
    rows.reduce((most, row) => Math.max(most, pick(row).length), least);
  const [titleWidth, seedsWidth, worstWidth] = [
    width((r) => r.title, 40),
    width((r) => r.seeds, 5),
    width((r) => r.worst, 5),
  ];
  const signWidth = page.style.ascii ? 4 : 1;
  const columns = `${" ".repeat(signWidth + titleWidth + 1 - 10 - (page.style.ascii ? 1 : 0))}  ${"seeds".padEnd(seedsWidth)}  ${"worst".padEnd(worstWidth)}  limit`;
  page.heading("THRESHOLDS", columns);
  for (const { each, title, seeds, worst, limit } of rows) {
    const kind = each.isMet ? "ok" : each.severity === "warn" ? "warn" : "fail";
    const cells = `${title.padEnd(titleWidth)}  ${seeds.padEnd(seedsWidth)}  ${worst.padEnd(worstWidth)}  ${limit}`;
    page.line(`  ${page.sign(kind)} ${cells}${each.severity === "warn" ? "   (warn)" : ""}`);
    if (each.isMet) continue;
    const { seed, firstBreachUs, value } = each.worst;
    const where = verdict.seeds.length > 1 ? `worst seed ${String(seed)} · ` : "";
    const since =
      firstBreachUs === null
        ? value === null
          ? "nothing was measured"
          : "over the whole window"
        : `first breach ${formatClock(firstBreachUs)}${each.abort === true ? ", and the seed was stopped" : ""}`;
    const look = page.paint(
      `podsim get pods -A --run ${runRef(facts, verdict, seed)}${firstBreachUs === null ? "" : ` --at ${shortTime(firstBreachUs)}`}`,
      "cyan",
    );
    page.line(`      ${page.plain(`${where}${since} · try: `)}${look}`);
  }
};
