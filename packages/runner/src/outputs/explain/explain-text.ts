// A scheduling decision for people: the answer first, then who said no to which nodes, the scores of the best, and what
// would change it.
import { escapeTerminal } from "../../input/escape-terminal.js";
import { Table } from "../text/table.js";
import { scoresByNode } from "./decision-report.js";
import type { DecisionReport, FilterReport, LackReport, NodeScore } from "./decision-report.js";

export interface ExplainStyle {
  readonly ascii: boolean;
  /** Every node, where otherwise the best few are shown. */
  readonly all: boolean;
}

const ROWS_SHOWN = 8;
const NAMES_SHOWN = 3;

/** Plugins in the heads of columns. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  TaintToleration: "Taint",
  NodeAffinity: "NodeAff",
  NodeResourcesFit: "Fit",
  PodTopologySpread: "Spread",
  InterPodAffinity: "PodAff",
  NodeResourcesBalancedAllocation: "Balanced",
  ImageLocality: "Image",
};

const signs = (ascii: boolean) =>
  ascii ? { dot: "-", mark: "> ", times: "x", arrow: "->" } : { dot: "·", mark: "▸ ", times: "×", arrow: "→" };

const lackText = (lacks: readonly LackReport[]): string =>
  lacks
    .map(({ resource, short }) => (resource === "cpu" || lacks.length === 1 ? short : `${short} ${resource}`))
    .join(", ");

/** "node-a-1 … node-a-8" */
const nodesText = ({ nodes, nearest }: FilterReport, all: boolean): string => {
  if (nearest !== undefined) return `${nearest.node} short by ${lackText(nearest.lacks)}`;
  if (all || nodes.length <= NAMES_SHOWN) return nodes.join(", ");
  return `${nodes[0] ?? ""} … ${nodes.at(-1) ?? ""}`;
};

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** Who said no to which nodes. */
export const filterLines = (
  { filter, passedEverywhere, refusedBy }: DecisionReport,
  { ascii, all }: ExplainStyle,
): readonly string[] => {
  if (filter.length === 0) return [];
  const rows = filter.map((group) => [
    String(group.nodes.length),
    refusedBy?.plugin ?? group.plugin,
    (refusedBy?.reasons ?? group.reasons).join(", "),
    nodesText(group, all).replace("…", ascii ? "..." : "…"),
  ]);
  const table = new Table().lines([["NODES", "PLUGIN", "REASON", "NEAREST"], ...rows]);
  const passed = passedEverywhere.length === 0 ? [] : [`passed everywhere: ${passedEverywhere.join(" ")}`];
  return indented([...table, ...passed]);
};

/** One node may have two reasons, so the numbers of a message can add up to more than there are nodes. */
const countNote = ({ filter, nodeCount }: DecisionReport): readonly string[] => {
  const counted = filter.reduce((sum, { nodes, reasons }) => sum + nodes.length * reasons.length, 0);
  if (counted <= nodeCount) return [];
  return [`  (the numbers add up to ${counted} for ${nodeCount} nodes, as one node can have several reasons)`];
};

const scoreTable = (rows: readonly NodeScore[], chosen: string | null, { ascii }: ExplainStyle): readonly string[] => {
  const { mark, times } = signs(ascii);
  const heads = (rows[0]?.plugins ?? []).map(
    ({ plugin, weight }) => `${SHORT_NAMES[plugin] ?? plugin}${times}${weight}`,
  );
  const cells = rows.map(({ node, plugins, total }) => [
    `${node === chosen ? mark : "  "}${node}`,
    ...plugins.map(({ weighted }) => String(weighted)),
    String(total),
  ]);
  return new Table().lines([["  NODE", ...heads, "TOTAL"], ...cells]);
};

/** Which plugins parted the first from the second, and by how much. */
const partedBy = (first: NodeScore, second: NodeScore): string =>
  first.plugins
    .flatMap(({ plugin, weighted }, k) => {
      const by = weighted - (second.plugins[k]?.weighted ?? 0);
      return by === 0 ? [] : [`${plugin} ${by > 0 ? "+" : ""}${by}`];
    })
    .join(", ");

const verdictLine = (
  ranked: readonly NodeScore[],
  { ties, node, feasible, enoughNodes }: DecisionReport,
  tieBreak: string,
  dot: string,
): string => {
  const [first, second] = ranked;
  if (first === undefined || second === undefined) return "the only node that fits: nothing was scored";
  if (node !== null && !ties.includes(node)) {
    return feasible.length > enoughNodes
      ? `${first.node} scores highest of all nodes that fit; the try stopped at ${enoughNodes} of them, ranked those and took ${node}`
      : `${first.node} scores highest; the run took ${node}: it was promised to the pod, or decided by other rules than these`;
  }
  if (ties.length > 1) {
    const among = ties.length <= NAMES_SHOWN ? ` (${ties.join(", ")})` : "";
    return `tie of ${ties.length} at ${first.total}${among}, broken ${tieBreak}`;
  }
  return `won by ${first.total - second.total} ${dot} over ${second.node}: ${partedBy(first, second)} ${dot} no tie`;
};

const scoreLines = (report: DecisionReport, tieBreak: string, style: ExplainStyle): readonly string[] => {
  const { feasible, nodeCount, node, enoughNodes } = report;
  const { dot, times } = signs(style.ascii);
  const ranked = scoresByNode(report);
  const shown = style.all ? ranked : ranked.filter((each, k) => k < ROWS_SHOWN || each.node === node);
  const more = ranked.length - shown.length;
  const sampled =
    feasible.length > enoughNodes
      ? [`  a try stops at ${enoughNodes} nodes that fit (percentageOfNodesToScore); here all of them were scored`]
      : [];
  return [
    `SCORE   ${feasible.length} feasible of ${nodeCount} ${dot} final = normalised ${times} weight`,
    ...sampled,
    ...(feasible.length > 1 ? scoreTable(shown, node, style) : []),
    ...(more > 0 ? [`  …${more} more (--all)`] : []),
    verdictLine(ranked, report, tieBreak, dot),
  ];
};

/** What preemption does for the pod, or why it does nothing. */
const preemptionLines = ({ preemption }: DecisionReport): readonly string[] => {
  if (preemption === undefined) return [];
  const { nominated, victims, message } = preemption;
  if (nominated !== null) {
    const go = victims.length === 1 ? "has to go" : "have to go";
    return ["", `Preemption   makes room on ${nominated}: ${victims.join(", ")} ${go}`];
  }
  return message === "" ? [] : ["", `Preemption   not possible: ${message.replace(/^preemption: /, "")}`];
};

const fixLines = ({ fixes }: DecisionReport, { ascii }: ExplainStyle): readonly string[] => {
  if (fixes === undefined) return [];
  if (fixes.length === 0) return ["", "WHAT WOULD FIX IT   no single change that was tried does"];
  const { arrow } = signs(ascii);
  const rows = fixes.map(({ change, node }) => [ascii ? change.replace("≤", "<=") : change, `${arrow} ${node}`]);
  return [
    "",
    "WHAT WOULD FIX IT   (this one decision, made again with the change)",
    ...indented(new Table().lines(rows)),
  ];
};

const asksText = ({ asks, priority, schedulerName }: DecisionReport, dot: string): string => {
  const amounts = Object.entries(asks).map(([name, amount]) => `${name} ${amount}`);
  const what = amounts.length === 0 ? "nothing" : amounts.join(", ");
  return `asks for ${what} ${dot} priority ${priority} ${dot} profile ${schedulerName}`;
};

export interface ExplainWords {
  /** After the pod's name: "Pending for 1s   attempt 1 at 20m0.004s". */
  readonly state: string;
  /** "at random (seed 14)" */
  readonly tieBreak: string;
  /** Lines between the answer and what would fix it. */
  readonly retries: readonly string[];
  /** Lines at the end. */
  readonly later: readonly string[];
}

/** The lines of `explain`; the decision of `report` is the one that was taken. */
export const explainLines = (report: DecisionReport, words: ExplainWords, style: ExplainStyle): readonly string[] => {
  const { dot } = signs(style.ascii);
  const { pod, node, nodeCount, feasible, message } = report;
  const head = [`Pod ${pod}   ${words.state}`, asksText(report, dot), ""];
  const answer =
    node === null
      ? [
          feasible.length === 0
            ? `NO NODE FITS.  0 of ${nodeCount} nodes  (${nodeCount} evaluated)`
            : "NOT DECIDED: a plugin could not do its part",
          ...filterLines(report, style),
        ]
      : [`CHOSEN ${node}`, "", ...scoreLines(report, words.tieBreak, style), "", ...filterLines(report, style)];
  const event =
    message === undefined
      ? []
      : ["", "Event that a real cluster would show:", `  Warning FailedScheduling  ${message}`, ...countNote(report)];
  const retries = words.retries.length === 0 ? [] : ["", ...words.retries];
  const lines = [
    ...head,
    ...answer,
    ...preemptionLines(report),
    ...retries,
    ...fixLines(report, style),
    ...event,
    ...words.later,
  ];
  return lines.map(escapeTerminal);
};
