// The verdict as people read it: what was asked, which thresholds held, what became of it, and how to look deeper.
import { formatClock, formatDuration } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { escapeTerminal } from "../input/escape-terminal.js";
import { shortTime } from "../scenario/schema/shown.js";
import { readThreshold } from "./judge-threshold.js";
import { aggregationText, holds } from "./measure/expression.js";
import type { PreparedRun } from "./prepared.js";
import { neededSeeds } from "./verdict.js";
import type { JudgedMeasure, JudgedThreshold, Share, Verdict } from "./verdict.js";
import { wellTexts } from "./workload-lines.js";

export interface VerdictStyle {
  readonly color: boolean;
  /** "ok FAIL !" instead of signs. */
  readonly ascii: boolean;
}

/** What only the command knows. */
export interface RunFacts {
  /** How --run names the run; null when it is not kept. */
  readonly run: string | null;
  /** Facts of all seeds together. */
  readonly factCount: number;
  readonly virtualEndUs: SimTime;
  /** null leaves wall times out. */
  readonly wallMillis: number | null;
}

const SGR = { green: 32, yellow: 33, red: 31, cyan: 36, dim: 2, bold: 1 } as const;

type Look = keyof typeof SGR;

class Page {
  readonly lines: string[] = [];

  constructor(readonly style: VerdictStyle) {}

  paint(text: string, ...looks: readonly Look[]): string {
    return this.style.color && text !== ""
      ? `\u001b[${looks.map((look) => SGR[look]).join(";")}m${text}\u001b[0m`
      : text;
  }

  sign(kind: "ok" | "fail" | "warn"): string {
    if (kind === "ok") return this.paint(this.style.ascii ? "ok  " : "✓", "green");
    if (kind === "warn") return this.paint(this.style.ascii ? "!   " : "!", "yellow");
    return this.paint(this.style.ascii ? "FAIL" : "✗", "red");
  }

  heading(text: string, columns = ""): void {
    const title = `${this.style.ascii ? "==" : "█"} ${text}`;
    this.lines.push(`${this.paint(title, "bold")}${columns === "" ? "" : this.paint(columns, "dim")}`);
  }

  line(text = ""): void {
    this.lines.push(text.trimEnd());
  }

  plain(text: string): string {
    const safe = escapeTerminal(text);
    return this.style.ascii
      ? safe.replace(/[·–—×…]/g, (sign) => (sign === "…" ? "..." : sign === "×" ? "x" : "-"))
      : safe;
  }

  text(): string {
    return `${this.lines.join("\n")}\n`;
  }
}

/** As few digits as do not change the answer. */
const numberText = (value: number, isSame: (shown: number) => boolean = () => true): string => {
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  for (let more = digits; more < 12; more += 1) {
    const shown = Number(value.toFixed(more));
    if (isSame(shown)) return String(shown);
  }
  return String(value);
};

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

const percent = (share: number): string => String(Math.round(share * 100));

const shareText = ({ passed, total, interval }: Share): string =>
  `${String(passed)}/${String(total)}${interval === null ? "" : ` (95% CI ${percent(interval[0])}–${percent(interval[1])}%)`}`;

/** --run of one seed of the run. */
const runRef = ({ run }: RunFacts, verdict: Verdict, seed: number): string => {
  const name = run ?? "@";
  return verdict.seeds.length > 1 ? `${name}:${String(seed)}` : name;
};

const renderThresholds = (page: Page, verdict: Verdict, facts: RunFacts): void => {
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
        : `first breach ${formatClock(firstBreachUs)}`;
    const look = page.paint(
      `podsim get pods -A --run ${runRef(facts, verdict, seed)}${firstBreachUs === null ? "" : ` --at ${shortTime(firstBreachUs)}`}`,
      "cyan",
    );
    page.line(`      ${page.plain(`${where}${since} · try: `)}${look}`);
  }
};

const measureText = (value: number | null, { unit }: JudgedMeasure): string => {
  if (value === null) return "-";
  if (unit === "count") return numberText(value);
  return value < 10 ? `${numberText(value)}s` : formatDuration(Math.round(value) * SECOND);
};

const renderMeasures = (page: Page, verdict: Verdict): void => {
  if (verdict.measures.length === 0) return;
  const isOne = verdict.seeds.length === 1;
  const width = verdict.measures.reduce((most, { label }) => Math.max(most, label.length), 30);
  const lead = " ".repeat(Math.max(1, width + 2 - "OUTCOME".length - (page.style.ascii ? 1 : 0)));
  page.heading(
    "OUTCOME",
    isOne ? "" : `${lead}  ${["p50", "p95", "worst"].map((word) => word.padEnd(9)).join("")}seed`,
  );
  for (const measure of verdict.measures) {
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

const objectName = (namespace: string, name: string): string =>
  namespace === "default" ? name : `${namespace}/${name}`;

const LISTED_MAX = 12;
const REASON_MAX = 200;

const clipped = (text: string): string => (text.length <= REASON_MAX ? text : `${text.slice(0, REASON_MAX - 1)}…`);

/** "3 of 3 Deployments available" and the same of other kinds. */
const upTexts = ({ deployments, workloads }: Verdict): readonly string[] => {
  const up = deployments.filter(({ isAvailable }) => isAvailable).length;
  const text = `${String(up)} of ${String(deployments.length)} Deployments available`;
  return [...(deployments.length === 0 ? [] : [text]), ...wellTexts(workloads)];
};

const renderWorkloads = (page: Page, verdict: Verdict): void => {
  const { deployments, workloads, troubles, refusals, pods } = verdict;
  const down = deployments.filter(({ isAvailable }) => !isAvailable);
  const words = [
    ...upTexts(verdict),
    `${String(pods.ready)} of ${String(pods.total)} pods ready`,
    ...(pods.pending > 0 ? [`${String(pods.pending)} pending`] : []),
    ...(pods.failed > 0 ? [`${String(pods.failed)} failed`] : []),
    ...(pods.succeeded > 0 ? [`${String(pods.succeeded)} succeeded`] : []),
    ...(pods.terminating > 0 ? [`${String(pods.terminating)} terminating`] : []),
  ];
  page.heading(
    "AT THE END",
    `  ${page.plain(words.join(" · "))}${verdict.seeds.length > 1 ? `   (seed ${String(verdict.shownSeed)})` : ""}`,
  );
  const rows = [
    ...down.map(({ namespace, name, available, replicas, reason }) => ({
      title: `deployment ${objectName(namespace, name)}`,
      text: `${String(available)}/${String(replicas)} available${reason === null ? "" : `: ${reason}`}`,
    })),
    ...workloads.flatMap(({ kind, namespace, name, wanted, achieved, isWell, reason }) =>
      isWell
        ? []
        : [
            {
              title: `${kind.toLowerCase()} ${objectName(namespace, name)}`,
              text: `${String(achieved)}/${String(wanted)}${reason === null ? "" : `: ${reason}`}`,
            },
          ],
    ),
    ...troubles.map(({ namespace, name, status, reason }) => ({
      title: `pod ${objectName(namespace, name)}`,
      text: `${status}${reason === "" ? "" : `: ${reason}`}`,
    })),
    ...refusals.map((text) => ({ title: "refused", text })),
  ];
  for (const { title, text } of rows.slice(0, LISTED_MAX)) {
    page.line(`  ${page.sign("warn")} ${page.plain(title)}   ${page.plain(clipped(text))}`);
  }
  if (rows.length > LISTED_MAX) page.line(`  and ${String(rows.length - LISTED_MAX)} more`);
};

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
    return `${page.paint("FAIL", "red", "bold")}  ${String(failed)} of ${String(judged.length)} thresholds${many}   ${exit}`;
  }
  if (judged.length === 0) {
    const text = ["no thresholds", ...upTexts(verdict)].join(" · ");
    return `${page.paint("DONE", "green", "bold")}  ${page.plain(text)}   ${exit}`;
  }
  const many =
    verdict.seeds.length > 1 ? page.plain(` · ${shareText(share)} seeds, needed ${String(neededSeeds(verdict))}`) : "";
  return `${page.paint("PASS", "green", "bold")}  ${String(judged.length)} of ${String(judged.length)} thresholds${many}   ${exit}`;
};

const compact = (n: number): string =>
  n >= 1_000_000 ? `${(n / 1_000_000).toFixed(1)}M` : n >= 10_000 ? `${String(Math.round(n / 1_000))}k` : String(n);

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
  return page.plain(
    `${facts.run === null ? "" : `${facts.run}   `}${which}   ${virtual}   ${compact(facts.factCount)} facts${speed}`,
  );
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

/** What is shown before a run: the question, the size, and what the run leaves out. */
export const renderHeader = (prepared: PreparedRun, style: VerdictStyle): string => {
  const page = new Page(style);
  const { name, question, counts, settings, notModelled } = prepared;
  page.line(`${page.paint(page.plain(name), "bold")}${question === null ? "" : `   ${page.plain(question)}`}`);
  const many = (count: number, noun: string, plural = `${noun}s`): string =>
    `${String(count)} ${count === 1 ? noun : plural}`;
  const parts = [
    many(counts.nodes, "node"),
    many(counts.pods, "pod"),
    many(counts.timelineEntries, "timeline entry", "timeline entries"),
  ];
  page.line(page.plain(`${parts.join(" · ")} · kubernetes ${settings.kubernetes} profile`));
  if (notModelled.length > 0) {
    const fields = notModelled.map(({ field }) => field);
    const shown = fields.slice(0, 4).join(", ");
    const rest = fields.length > 4 ? ` and ${String(fields.length - 4)} more` : "";
    page.line(
      `${page.sign("warn")} ${page.plain(`${many(fields.length, "field or kind is", "fields and kinds are")} not modelled and ignored: ${shown}${rest}   (--strict refuses)`)}`,
    );
  }
  return page.text();
};

/** The verdict, ending with the verdict line, what was run, and the commands to look deeper. */
export const renderVerdict = (verdict: Verdict, facts: RunFacts, style: VerdictStyle): string => {
  const page = new Page(style);
  renderThresholds(page, verdict, facts);
  renderMeasures(page, verdict);
  renderWorkloads(page, verdict);
  page.line();
  page.line(verdictLine(page, verdict));
  page.line(`run   ${runLine(page, verdict, facts)}`);
  page.line(
    `next  ${nextCommands(verdict, facts)
      .map((command) => page.paint(page.plain(command), "cyan"))
      .join("      ")}`,
  );
  return page.text();
};
