// Prints decisions: JSON documents, the text of one, or a line for each of many.
import type { PodView, Profile } from "@podsim/scheduler";
import { verdictsOn } from "@podsim/scheduler";
import type { ClusterView } from "@podsim/scheduler";
import type { DecisionReport } from "../../outputs/explain/decision-report.js";
import { Table } from "../../outputs/text/table.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { LineBuffer } from "../line/line-buffer.js";

export const EXPLAIN_FORMATS = ["text", "json"] as const;

/** `extra` comes before the results. */
export const printDecisions = (results: readonly object[], extra: object, { console }: Session): void => {
  const document = {
    apiVersion: "podsim.dev/v1alpha1",
    kind: "SchedulingDecisions",
    formatVersion: "1.0",
    ...extra,
    results,
  };
  console.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
};

export const printLines = (lines: readonly string[], { console }: Session): void => {
  const buffer = new LineBuffer(console.stdout);
  buffer.lines(lines);
  buffer.flush();
};

/** One row per decision, for many of them. */
export const decisionTable = (reports: readonly DecisionReport[]): readonly string[] =>
  new Table().lines([
    ["POD", "NODE", "FEASIBLE", "WHY"],
    ...reports.map(({ pod, node, feasible, nodeCount, message }) => [
      pod,
      node ?? "<none>",
      `${feasible.length}/${nodeCount}`,
      message ?? "",
    ]),
  ]);

/** What --node asks for: every plugin's word on one node, and its scores. */
export const nodeLines = (
  line: CommandLine,
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  { scores, feasible }: DecisionReport,
): readonly string[] => {
  const name = line.text("node");
  if (name === null) return [];
  const node = cluster.nodes.ixOf(name);
  if (node === undefined || cluster.nodes.at(node) === undefined) {
    const names = cluster.nodes.order().map((ix) => cluster.nodes.at(ix)?.name ?? "");
    const why = `there are ${names.length} nodes: ${names.slice(0, 6).join(", ")}${names.length > 6 ? ", …" : ""}`;
    throw CommandFailure.missing(`nodes "${name}" not found`, why, `write --node ${names[0] ?? "NODE"}`);
  }
  const rows = verdictsOn(pod, cluster, profile, node).map(({ plugin, verdict }) => [
    plugin,
    verdict === null ? "passed" : verdict.reasons.join(", "),
  ]);
  const total = Object.values(scores).reduce((sum, byNode) => sum + (byNode[name] ?? 0), 0);
  const scored = Object.entries(scores).map(([plugin, byNode]) => [plugin, String(byNode[name] ?? 0)]);
  return [
    "",
    `NODE ${name}   every plugin's own word`,
    ...new Table().lines(rows).map((text) => `  ${text}`),
    ...(feasible.includes(name) && scored.length > 0
      ? ["  weighted scores:", ...new Table().lines([...scored, ["TOTAL", String(total)]]).map((text) => `    ${text}`)]
      : []),
  ];
};
