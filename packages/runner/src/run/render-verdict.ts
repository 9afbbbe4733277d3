// The verdict as people read it: which thresholds held, what became of it, and how to look deeper.
import { formatClock } from "@podsim/core";
import { plural, shortTime } from "../scenario/schema/shown.js";
import { renderChecks } from "./render-checks.js";
import { renderMeasures } from "./render-measures.js";
import { renderThresholds } from "./render-thresholds.js";
import { renderWorkloads, upTexts } from "./render-workloads.js";
import { runRef } from "./run-facts.js";
import type { RunFacts } from "./run-facts.js";
import { compact, shareText } from "./value-text.js";
import { Page } from "./verdict-page.js";
import type { VerdictStyle } from "./verdict-page.js";
import { neededSeeds } from "./verdict.js";
import type { Verdict } from "./verdict.js";

const STOPPED: Readonly<Record<string, string>> = {
  "max-events": "it recorded as many facts as --max-events allows",
  "max-wall": "it took as long as --max-wall allows",
  "no-progress": "its virtual time stood still",
  stopped: "it was interrupted",
};

const verdictLine = (page: Page, verdict: Verdict): string => {
  const { status, share, thresholds, stopped } = verdict;
  const exit = `exit ${String(verdict.exitCode)}`;
  if (status === "incomplete" && stopped !== null) {
    const { hottest, stopReason, virtualEndUs } = stopped;
    const busy = hottest === null ? "" : ` · busiest: ${hottest.object}, ${hottest.factType}`;
    const why = STOPPED[stopReason] ?? stopReason;
    return `${page.paint("INCOMPLETE", "red", "bold")}  seed ${String(stopped.seed)} stopped at ${formatClock(virtualEndUs)}: ${why}${page.plain(busy)}   ${exit}`;
  }
  const judged = thresholds.filter(({ severity }) => severity === "fail");
  if (status === "fail") {
    const failed = judged.filter(({ isMet }) => !isMet).length;
    const many =
      verdict.seeds.length > 1
        ? page.plain(` · needed ${String(neededSeeds(verdict))}/${String(share.total)} seeds, got ${shareText(share)}`)
        : "";
    const broken = verdict.checks.filter(({ isHeld }) => !isHeld).length;
    const laws = broken === 0 ? "" : ` · ${String(broken)} of ${String(verdict.checks.length)} properties broken`;
    return `${page.paint("FAIL", "red", "bold")}  ${String(failed)} of ${String(judged.length)} thresholds${laws}${many}   ${exit}`;
  }
  if (judged.length === 0) {
    const text = ["no thresholds", ...upTexts(verdict)].join(" · ");
    return `${page.paint("DONE", "green", "bold")}  ${page.plain(text)}   ${exit}`;
  }
  const many =
    verdict.seeds.length > 1 ? page.plain(` · ${shareText(share)} seeds, needed ${String(neededSeeds(verdict))}`) : "";
  return `${page.paint("PASS", "green", "bold")}  ${String(judged.length)} of ${String(judged.length)} thresholds${many}   ${exit}`;
};

const MIB = 2 ** 20;

const runLine = (page: Page, verdict: Verdict, facts: RunFacts): string => {
  const { seeds } = verdict;
  const [first, last] = [seeds[0] ?? 0, seeds.at(-1) ?? 0];
  const which =
    seeds.length === 1
      ? `seed ${String(first)}`
      : last - first === seeds.length - 1
        ? `seeds ${String(first)}..${String(last)}`
        : `seeds ${seeds.join(",")}`;
  const virtual = `virtual ${shortTime(facts.virtualEndUs)}${seeds.length > 1 ? ` × ${String(seeds.length)}` : ""}`;
  const wall = facts.wallMillis;
  const speed =
    wall === null || wall <= 0
      ? ""
      : `   wall ${(wall / 1000).toFixed(1)}s   ${compact(Math.round((facts.factCount / wall) * 1000))} facts/s wall`;
  const { peakRssBytes } = facts;
  const memory = peakRssBytes === null ? "" : `   ${String(Math.ceil(peakRssBytes / MIB))} MiB at most`;
  return page.plain(
    `${facts.run === null ? "" : `${facts.run}   `}${which}   ${virtual}   ${compact(facts.factCount)} facts${speed}${memory}`,
  );
};

/** Pods per second, of the simulated scheduler and of this program: never in one column. */
const rateLine = (
  page: Page,
  { placedPods, scheduling, seeds, shownSeed }: Verdict,
  facts: RunFacts,
): string | null => {
  const { mean, p50, p90, p99, max, busySeconds } = scheduling;
  if (busySeconds === 0) return null;
  const which = seeds.length > 1 ? `   (seed ${String(shownSeed)})` : "";
  const virtual = `virtual ${String(mean)} pods/s over ${plural(busySeconds, "busy second")}: p50 ${String(p50)}, p90 ${String(p90)}, p99 ${String(p99)}, max ${String(max)}${which}`;
  const wall = facts.wallMillis;
  const real =
    wall === null || wall <= 0 ? "" : `   wall ${compact(Math.round((1_000 * placedPods) / wall))} pods/s placed`;
  return page.plain(`${virtual}${real}`);
};

/** The commands with which to look deeper, the most telling first. */
const nextCommands = (verdict: Verdict, facts: RunFacts): readonly string[] => {
  const ref = runRef(facts, verdict, verdict.shownSeed);
  const broken = verdict.thresholds.find(({ isMet, worst }) => !isMet && worst.firstBreachUs !== null);
  const at = broken?.worst.firstBreachUs ?? null;
  const seen = broken === undefined ? ref : runRef(facts, verdict, broken.worst.seed);
  const down = verdict.deployments.find(({ isAvailable }) => !isAvailable);
  const unwell = verdict.workloads.find(({ isWell }) => !isWell);
  const [trouble] = verdict.troubles;
  const about =
    down !== undefined
      ? `podsim describe deployment/${down.name} -n ${down.namespace} --run ${ref}`
      : unwell !== undefined
        ? `podsim describe ${unwell.kind.toLowerCase()}/${unwell.name} -n ${unwell.namespace} --run ${ref}`
        : trouble !== undefined
          ? `podsim describe pod/${trouble.name} -n ${trouble.namespace} --run ${ref}`
          : null;
  return [
    `podsim get pods -A --run ${seen}${at === null ? "" : ` --at ${shortTime(at)}`}`,
    ...(about === null ? [] : [about]),
    `podsim events -A --run ${seen}`,
  ];
};

/** The verdict, ending with the verdict line, what was run, and the commands to look deeper. */
export const renderVerdict = (verdict: Verdict, facts: RunFacts, style: VerdictStyle): string => {
  const page = new Page(style);
  renderThresholds(page, verdict, facts);
  renderChecks(page, verdict, facts);
  renderMeasures(page, verdict);
  renderWorkloads(page, verdict);
  page.line();
  page.line(verdictLine(page, verdict));
  page.line(`run   ${runLine(page, verdict, facts)}`);
  const rate = rateLine(page, verdict, facts);
  if (rate !== null) page.line(`rate  ${rate}`);
  page.line(
    `next  ${nextCommands(verdict, facts)
      .map((command) => page.paint(page.plain(command), "cyan"))
      .join("      ")}`,
  );
  return page.text();
};
