// `explain -f`: decisions about the pending pods of a cluster dump.
import type { PodIx } from "@podsim/core";
import { explainOne, podViewOf, remediesFor, reserveClaims } from "@podsim/scheduler";
import type { PodView, StillCluster } from "@podsim/scheduler";
import type { ExitName } from "../../failures.js";
import { decisionReport, rejectingPlugins, undecidedReport } from "../../outputs/explain/decision-report.js";
import type { DecisionReport } from "../../outputs/explain/decision-report.js";
import { explainLines } from "../../outputs/explain/explain-text.js";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { EXPLAIN_FORMATS, decisionTable, nodeLines, printDecisions, printLines } from "./explain-output.js";
import { loadDump } from "./load-dump.js";
import type { LoadedDump } from "./load-dump.js";
import { retryLines } from "./retry-lines.js";
import type { SchedulerInUse } from "./scheduler-in-use.js";

const viewOf = (cluster: StillCluster, ix: PodIx): PodView => {
  const state = cluster.world.pods.at(ix);
  if (state === undefined) throw new TypeError("a pod of the dump is there");
  return podViewOf(state, cluster.view);
};

/** Why nobody decides about the pod; null = somebody does. */
const undecided = (pod: PodView, scheduler: SchedulerInUse): string | null => {
  const gates = pod.spec.schedulingGates ?? [];
  if (gates.length > 0) return `waiting for scheduling gates: [${gates.map(({ name }) => name).join(" ")}]`;
  if (pod.state.deletion !== null) return `skip schedule deleting pod: ${pod.key}`;
  if (scheduler.profileOf(pod) !== null) return null;
  return `no profile is called "${pod.spec.schedulerName}"; there is ${scheduler.names.join(", ")}`;
};

/** Each pod is placed, its victims gone, before the next is decided. */
const decideAll = ({ cluster, pending, place, scheduler }: LoadedDump): readonly DecisionReport[] =>
  pending.map((ix) => {
    const pod = viewOf(cluster, ix);
    const profile = scheduler.profileOf(pod);
    const message = undecided(pod, scheduler);
    if (profile === null || message !== null) return undecidedReport(pod, message ?? "", cluster.view);
    const explanation = explainOne(pod, cluster.view, profile, { tieBreak: scheduler.tieBreak });
    const report = decisionReport(pod, cluster.view, profile, explanation);
    const { decision } = explanation;
    const promise =
      decision.kind === "unschedulable" && decision.nomination.kind === "promise" ? decision.nomination : null;
    for (const victim of promise?.victims ?? []) cluster.removePod(victim.identity.ix);
    const chosen = decision.kind === "placed" ? decision.node : promise?.node;
    const node = chosen === undefined ? undefined : cluster.world.nodes.at(chosen);
    if (node !== undefined) {
      reserveClaims(pod, node, profile, cluster.view, cluster);
      place(ix, node.name);
    }
    return report;
  });

const chosenPod = ({ cluster, pending }: LoadedDump, line: CommandLine): PodView => {
  const pods = pending.map((ix) => viewOf(cluster, ix));
  const names = pods.map(({ key }) => key);
  const listed =
    names.length === 0 ? "none is pending" : `pending: ${names.slice(0, 8).join(", ")}${names.length > 8 ? ", …" : ""}`;
  const argument = line.arguments[0]?.replace(/^(pods?|po)\//, "");
  const wanted =
    line.text("pod") ?? (argument === undefined ? null : `${line.text("namespace") ?? "default"}/${argument}`);
  if (wanted === null) {
    const [first, second] = pods;
    if (first !== undefined && second === undefined) return first;
    const fix =
      names.length === 0 ? "give a dump with pods that have no nodeName" : `--pod ${names[0] ?? ""}, or --all-pending`;
    throw CommandFailure.usage("which pod is to be explained?", listed, fix);
  }
  const key = wanted.includes("/") ? wanted : `${line.text("namespace") ?? "default"}/${wanted}`;
  const found = pods.find((pod) => pod.key === key);
  if (found !== undefined) return found;
  throw CommandFailure.missing(
    `no pending pod "${key}" in the dump`,
    listed,
    names.length === 0 ? "check the dump" : `--pod ${names[0] ?? ""}`,
  );
};

const explainPod = (loaded: LoadedDump, line: CommandLine, session: Session): void => {
  const { cluster, scheduler } = loaded;
  const pod = chosenPod(loaded, line);
  const isJson = line.choice("output", EXPLAIN_FORMATS, "text") === "json";
  const profile = scheduler.profileOf(pod);
  const message = undecided(pod, scheduler);
  if (profile === null || message !== null) {
    if (isJson) printDecisions([undecidedReport(pod, message ?? "", cluster.view)], {}, session);
    else printLines([`Pod ${pod.key}   pending`, `nobody decides about it: ${message ?? ""}`], session);
    return;
  }
  const explanation = explainOne(pod, cluster.view, profile, { tieBreak: scheduler.tieBreak });
  const isPlaced = explanation.decision.kind === "placed";
  const fixes = isPlaced ? undefined : remediesFor(cluster, pod, profile, explanation);
  const report = decisionReport(pod, cluster.view, profile, explanation, fixes);
  if (isJson) return printDecisions([report], {}, session);
  const style = { ascii: styleFor(session.console.stdout, session.console, line).ascii, all: line.flag("all") };
  const retries = isPlaced ? [] : retryLines(profile, rejectingPlugins(report), null);
  const words = { state: "pending", tieBreak: scheduler.tieBreakText, retries, later: [] };
  const lines = explainLines(report, words, style);
  printLines([...lines, ...nodeLines(line, pod, cluster.view, profile, report)], session);
};

export const explainDump = (line: CommandLine, choice: SchedulerChoice, session: Session): ExitName => {
  const loaded = loadDump(line.texts("file"), line, choice, session);
  if (!line.flag("allPending")) {
    explainPod(loaded, line, session);
    return "ok";
  }
  const reports = decideAll(loaded);
  if (line.choice("output", EXPLAIN_FORMATS, "text") === "json") printDecisions(reports, {}, session);
  else printLines(decisionTable(reports), session);
  return "ok";
};
