// `top`: what pods ask of nodes at a moment of a run.
import { compileSelectorText } from "@podsim/core";
import type { PodState } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import type { ExitName } from "../../failures.js";
import { percentOf } from "../../outputs/capacity/amount-text.js";
import { barRows, treeRows } from "../../outputs/capacity/capacity-pictures.js";
import { nodeRows, podRows, workloadRows, workloadsOf } from "../../outputs/capacity/capacity-table.js";
import { capacityOf, totalAsked } from "../../outputs/capacity/capacity.js";
import type { AskedByName, Capacity, NodeCapacity, PodCapacity } from "../../outputs/capacity/capacity.js";
import { Table } from "../../outputs/text/table.js";
import { viewAt } from "../../outputs/view/make-view.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { selectMoment, selectRun } from "./selected-run.js";

const FORMATS = ["table", "csv", "tsv", "json"] as const;
const WHAT = ["nodes", "pods", "workloads"] as const;

const wantedPods = (line: CommandLine): ((pod: PodState) => boolean) => {
  const namespace = line.text("namespace");
  const selector = line.text("selector");
  const labels = selector === null ? null : compileSelectorText(selector);
  if (labels !== null && isLeft(labels)) {
    throw CommandFailure.usage(
      labels.left,
      `-l "${selector ?? ""}" is no label selector`,
      "write -l app=web,tier!=cache",
    );
  }
  return ({ identity }) =>
    (namespace === null || identity.namespace === namespace) &&
    (labels === null || labels.right(identity.template.metadata.labels));
};

const SORT_KEY = /^(cpu|mem|memory)\.(request|limit)(\.percentage)?$/;

/** What something is sorted by; greater comes first. */
type Weight = (asked: AskedByName, allocatable: ReadonlyMap<string, number>, podCount: number) => number;

/** null = by name. */
const weightOf = (line: CommandLine): Weight | null => {
  const key = line.text("sort");
  if (key === null || key === "name") return null;
  if (key === "pod.count") return (_asked, _allocatable, podCount) => podCount;
  const [, short = "", which, share] = SORT_KEY.exec(key) ?? [];
  if (which !== "request" && which !== "limit") {
    throw CommandFailure.usage(
      `--sort cannot be "${key}"`,
      "podsim top knows name, pod.count, and cpu or mem with .request or .limit, and .percentage after it",
      "write --sort cpu.request.percentage",
    );
  }
  const resource = short === "cpu" ? "cpu" : "memory";
  return (asked, allocatable) => {
    const amount = asked.get(resource)?.[which] ?? 0;
    return share === undefined ? amount : percentOf(amount, allocatable.get(resource) ?? 0);
  };
};

const sortedNodes = (nodes: readonly NodeCapacity[], weight: Weight | null): readonly NodeCapacity[] => {
  if (weight === null) return nodes;
  const of = ({ pods, allocatable }: NodeCapacity): number => weight(totalAsked(pods), allocatable, pods.length);
  return [...nodes].sort((a, b) => of(b) - of(a));
};

const NOTHING: ReadonlyMap<string, number> = new Map();

const allPods = ({ nodes, unplaced }: Capacity): readonly PodCapacity[] => [
  ...nodes.flatMap(({ pods }) => pods),
  ...unplaced,
];

const rowsOf = (
  what: (typeof WHAT)[number],
  capacity: Capacity,
  weight: Weight | null,
  line: CommandLine,
  ascii: boolean,
): readonly (readonly string[])[] => {
  const pods = [...allPods(capacity)];
  if (what === "pods") {
    if (weight !== null) pods.sort((a, b) => weight(b.asked, NOTHING, 1) - weight(a.asked, NOTHING, 1));
    return podRows(pods, capacity.resources);
  }
  if (what === "workloads") {
    const workloads = [...workloadsOf(pods)];
    if (weight !== null) {
      workloads.sort(
        (a, b) =>
          weight(totalAsked(b.pods), NOTHING, b.pods.length) - weight(totalAsked(a.pods), NOTHING, a.pods.length),
      );
    }
    return workloadRows(workloads, capacity.resources);
  }
  const sorted = { ...capacity, nodes: sortedNodes(capacity.nodes, weight) };
  if (line.flag("tree")) return treeRows(sorted, ascii);
  const choice = { pods: line.flag("pods"), podCount: line.flag("podCount"), available: line.flag("available") };
  return nodeRows(sorted, choice);
};

const askedJson = (asked: AskedByName): object => Object.fromEntries(asked);

const podJson = ({ namespace, name, workload, node, asked }: PodCapacity): object => ({
  namespace,
  name,
  workload,
  node,
  asked: askedJson(asked),
});

/** CPU in thousandths, everything else in whole units. */
const capacityJson = ({ nodes, unplaced }: Capacity): object => ({
  apiVersion: "podsim.dev/v1alpha1",
  kind: "Capacity",
  formatVersion: "1.0",
  nodes: nodes.map(({ name, allocatable, pods, pricePerHour }) => ({
    name,
    allocatable: Object.fromEntries(allocatable),
    asked: askedJson(totalAsked(pods)),
    pricePerHour,
    pods: pods.map(podJson),
  })),
  unplaced: unplaced.map(podJson),
});

const separated = (rows: readonly (readonly string[])[], by: string): string => {
  const cell = (text: string): string =>
    text.includes(by) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => `${row.map(cell).join(by)}\n`).join("");
};

const tellUnplaced = ({ unplaced }: Capacity, { console }: Session): void => {
  if (unplaced.length === 0) return;
  console.stderr.write(`${String(unplaced.length)} pods have no node and are in no row: podsim top pods\n`);
};

/** Flags that say how nodes are shown. */
const OF_NODES = [
  ["pods", "--pods"],
  ["podCount", "--pod-count"],
  ["available", "--available"],
  ["tree", "--tree"],
  ["bars", "--bars"],
] as const;

export const showTop = (line: CommandLine, session: Session): ExitName => {
  const format = line.choice("output", FORMATS, "table");
  const [text = "nodes", extra] = line.arguments;
  const what = WHAT.find(
    (each) =>
      each === text || each === `${text}s` || (text === "no" && each === "nodes") || (text === "po" && each === "pods"),
  );
  if (what === undefined || extra !== undefined) {
    throw CommandFailure.usage(`top cannot show "${extra ?? text}"`, `it knows ${WHAT.join(", ")}`, "podsim top nodes");
  }
  for (const [name, flag] of what === "nodes" ? [] : OF_NODES) {
    if (!line.flag(name)) continue;
    throw CommandFailure.usage(
      `${flag} goes with nodes`,
      `top ${what} has no rows for nodes`,
      `podsim top nodes ${flag}`,
    );
  }
  const weight = weightOf(line);
  const isWanted = wantedPods(line);
  const selected = selectRun(line, session);
  const moment = selectMoment(line, session, selected);
  const { world } = viewAt(selected.frame, moment.factCount, moment.nowUs);
  const capacity = capacityOf(world, isWanted);
  const { stdout } = session.console;
  const { ascii } = styleFor(stdout, session.console, line);
  if (format === "json") {
    stdout.write(`${JSON.stringify(capacityJson(capacity), null, 2)}\n`);
    return "ok";
  }
  const isBars = what === "nodes" && line.flag("bars");
  const rows = isBars
    ? barRows({ ...capacity, nodes: sortedNodes(capacity.nodes, weight) }, ascii)
    : rowsOf(what, capacity, weight, line, ascii);
  const shown = isBars || line.flag("headers") ? rows : rows.slice(1);
  if (format === "table")
    stdout.write(
      new Table()
        .lines(shown)
        .map((each) => `${each}\n`)
        .join(""),
    );
  else stdout.write(separated(shown, format === "csv" ? "," : "\t"));
  if (what === "nodes") tellUnplaced(capacity, session);
  return "ok";
};
