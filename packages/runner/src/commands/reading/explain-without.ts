// `explain --without-nodes`, of a dump or of a run at a moment: which pods move where if nodes go, which wait and why, and which budgets slow it down.
import type { NodeIx } from "@podsim/core";
import { closest } from "../../input/closest.js";
import { withoutNodes } from "../../dump/nodes-gone.js";
import type { GonePod, NodesGone } from "../../dump/nodes-gone.js";
import { plural } from "../../scenario/schema/shown.js";
import { Table } from "../../outputs/text/table.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { decideAndPlace } from "./decide-pending.js";
import { EXPLAIN_FORMATS, printDecisions, printLines } from "./explain-output.js";
import type { LoadedDump } from "./load-dump.js";

const chosenNodes = ({ cluster }: LoadedDump, text: string): readonly NodeIx[] => {
  const { nodes } = cluster.world;
  const names = [...new Set(text.split(",").map((name) => name.trim().replace(/^(nodes?|no)\//, "")))];
  return names.map((name) => {
    const found = nodes.ixOf(name);
    if (found !== undefined) return found;
    const known = [...nodes.values()].map((node) => node.name);
    const near = closest(name, known);
    const some = `there are ${known.length} nodes: ${known.slice(0, 6).join(", ")}${known.length > 6 ? ", …" : ""}`;
    throw CommandFailure.missing(
      `nodes "${name}" not found`,
      some,
      near === null ? "write names of nodes, separated by commas" : `did you mean ${near}?`,
    );
  });
};

const summaryOf = ({ pods, budgets, preempted }: NodesGone): Readonly<Record<string, number>> => {
  const count = (outcome: GonePod["outcome"]): number => pods.filter((pod) => pod.outcome === outcome).length;
  return {
    pods: pods.length,
    move: count("moves"),
    stayPending: count("stays-pending"),
    lost: count("lost"),
    goWithTheirNodes: count("goes-with-its-node"),
    preempted: preempted.length,
    blockingBudgets: budgets.filter(({ verdict }) => verdict === "blocks").length,
  };
};

const SHOWN_MAX = 20;

/** The heading and its rows; nothing without rows. */
const section = (heading: string, head: readonly string[], rows: readonly (readonly string[])[], all: boolean) => {
  if (rows.length === 0) return [];
  const shown = all ? rows : rows.slice(0, SHOWN_MAX);
  const more = rows.length > shown.length ? [`  … ${rows.length - shown.length} more (--all)`] : [];
  return ["", heading, ...new Table().lines([head, ...shown]).map((text) => `  ${text}`), ...more];
};

const VERDICTS = {
  "at-once": "lets all of them go at once",
  "in-turns": "lets them go in turns, as others become ready",
  blocks: "BLOCKS: none may go now",
} as const;

const textOf = (gone: NodesGone, nodeCount: number, where: string | null, all: boolean): readonly string[] => {
  const { nodes, pods, budgets, preempted } = gone;
  const summary = summaryOf(gone);
  const of = (outcome: GonePod["outcome"]): readonly GonePod[] => pods.filter((pod) => pod.outcome === outcome);
  const names = `${nodes.slice(0, 6).join(", ")}${nodes.length > 6 ? `, … (${nodes.length} in all)` : ""}`;
  return [
    `WITHOUT ${names}   of ${plural(nodeCount, "node")}${where === null ? "" : `   (${where})`}`,
    `${plural(pods.length, "pod")}: ${String(summary["move"])} move, ${String(summary["stayPending"])} stay pending, ` +
      `${String(summary["lost"])} lost for good, ${String(summary["goWithTheirNodes"])} go with their nodes` +
      (preempted.length === 0 ? "" : `; ${plural(preempted.length, "other pod")} would be preempted`),
    ...section(
      "STAY PENDING",
      ["POD", "FROM", "WHY"],
      of("stays-pending").map(({ pod, from, message = "" }) => [pod, from, message]),
      all,
    ),
    ...section(
      "LOST   nothing makes them anew",
      ["POD", "FROM"],
      of("lost").map(({ pod, from }) => [pod, from]),
      all,
    ),
    ...section(
      "DISRUPTION BUDGETS   as a drain would meet them",
      ["BUDGET", "ALLOWED", "PODS", "VERDICT"],
      budgets.map((each) => [
        each.budget,
        String(each.disruptionsAllowed),
        String(each.pods.length),
        VERDICTS[each.verdict],
      ]),
      all,
    ),
    ...section(
      "MOVE   a new pod of the same template is placed",
      ["POD", "FROM", "TO", "PREEMPTS"],
      of("moves").map(({ pod, from, to, preempts = [] }) => [pod, from, to ?? "", preempts.join(", ")]),
      all,
    ),
  ];
};

/** Whole decisions are long: of pods that wait always, of the others with --all. */
const forPrograms = ({ decision, ...pod }: GonePod, all: boolean): object =>
  decision === undefined || (pod.outcome === "moves" && !all) ? pod : { ...pod, decision };

/** `where`: the run and the moment it is about; null = a dump. */
export const explainWithout = (loaded: LoadedDump, where: string | null, line: CommandLine, session: Session): void => {
  const nodeCount = loaded.cluster.world.nodes.size;
  const nodes = chosenNodes(loaded, line.text("withoutNodes") ?? "");
  const gone = withoutNodes(loaded, nodes, (pod) => decideAndPlace(loaded, pod));
  const all = line.flag("all");
  if (line.choice("output", EXPLAIN_FORMATS, "text") === "json") {
    const extra = {
      ...(where === null ? {} : { where }),
      withoutNodes: gone.nodes,
      summary: summaryOf(gone),
      budgets: gone.budgets,
    };
    printDecisions(
      gone.pods.map((pod) => forPrograms(pod, all)),
      extra,
      session,
    );
  } else printLines(textOf(gone, nodeCount, where, all), session);
};
