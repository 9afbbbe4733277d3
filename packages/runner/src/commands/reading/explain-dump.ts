// `explain -f`: decisions about the pending pods of a cluster dump.
import { explainOne, remediesFor } from "@podsim/scheduler";
import type { PodView } from "@podsim/scheduler";
import type { ExitName } from "../../failures.js";
import { decisionReport, rejectingPlugins, undecidedReport } from "../../outputs/explain/decision-report.js";
import type { DecisionReport } from "../../outputs/explain/decision-report.js";
import { explainLines } from "../../outputs/explain/explain-text.js";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { decideAndPlace, dumpOptions, undecided, viewOf } from "./decide-pending.js";
import { explainWithout } from "./explain-without.js";
import { EXPLAIN_FORMATS, decisionTable, nodeLines, printDecisions, printLines } from "./explain-output.js";
import { loadDump } from "./load-dump.js";
import type { LoadedDump } from "./load-dump.js";
import { retryLines } from "./retry-lines.js";

const decideAll = (loaded: LoadedDump): readonly DecisionReport[] =>
  loaded.pending.map((ix) => decideAndPlace(loaded, ix));

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
  const explanation = explainOne(pod, cluster.view, profile, dumpOptions(loaded));
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
  if (line.text("withoutNodes") !== null) {
    explainWithout(loaded, null, line, session);
    return "ok";
  }
  if (!line.flag("allPending")) {
    explainPod(loaded, line, session);
    return "ok";
  }
  const reports = decideAll(loaded);
  if (line.choice("output", EXPLAIN_FORMATS, "text") === "json") printDecisions(reports, {}, session);
  else printLines(decisionTable(reports), session);
  return "ok";
};
