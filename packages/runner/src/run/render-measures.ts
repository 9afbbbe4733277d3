// The outcome table of a verdict: each measure in the middle, near the worst, and at its worst with the seed.
import { quantityText } from "./value-text.js";
import type { Page } from "./verdict-page.js";
import { isTelling } from "./verdict.js";
import type { JudgedMeasure, Verdict } from "./verdict.js";

const measureText = (value: number | null, { unit }: JudgedMeasure): string =>
  value === null ? "-" : quantityText(value, unit);

export const renderMeasures = (page: Page, verdict: Verdict): void => {
  const measures = verdict.measures.filter(isTelling);
  if (measures.length === 0) return;
  const isOne = verdict.seeds.length === 1;
  const width = measures.reduce((most, { label }) => Math.max(most, label.length), 30);
  const lead = " ".repeat(Math.max(1, width + 2 - "OUTCOME".length - (page.style.ascii ? 1 : 0)));
  page.heading(
    "OUTCOME",
    isOne ? "" : `${lead}  ${["p50", "p95", "worst"].map((word) => word.padEnd(9)).join("")}seed`,
  );
  for (const measure of measures) {
    const label = `  ${page.plain(measure.label).padEnd(width)}`;
    const missing = verdict.seeds.length - measure.seedCount;
    if (isOne) page.line(`${label}  ${measureText(measure.worst, measure)}`);
    else {
      const cells = [measure.p50, measure.p95, measure.worst]
        .map((value) => measureText(value, measure).padEnd(9))
        .join("");
      const note = missing === 0 ? "" : `   not at all in ${String(missing)} of ${String(verdict.seeds.length)} seeds`;
      page.line(`${label}  ${cells}${String(measure.worstSeed)}${note}`);
    }
  }
};
