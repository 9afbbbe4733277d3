// Reads the files of a cluster dump into a cluster that stands still, and the scheduler that decides in it.
import { readConfiguration } from "@podsim/scheduler";
import type { SchedulerConfiguration } from "@podsim/scheduler";
import { clusterOf } from "../../dump/dump-cluster.js";
import type { DumpCluster } from "../../dump/dump-cluster.js";
import { readDump } from "../../dump/dump-items.js";
import type { Dump } from "../../dump/dump-items.js";
import { renderDiagnostic } from "../../input/render-diagnostic.js";
import { FileReports } from "../../scenario/file-reports.js";
import { notModelled } from "../../scenario/not-modelled.js";
import { issueOfProblem } from "../../scenario/object-issues.js";
import { readChosenConfiguration, registryWith } from "../../scenario/scheduler-choice.js";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import { isMapping } from "../../scenario/schema/record.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { inputAccess } from "../making/load-run.js";
import { SchedulerInUse } from "./scheduler-in-use.js";

/** Ties of a dump are drawn from this seed. */
const SEED = 1;

const HEAD = { apiVersion: "kubescheduler.config.k8s.io/v1", kind: "KubeSchedulerConfiguration" };

/** config of a dump; null = nothing is said. */
const configurationIn = (
  { config }: Dump,
  choice: SchedulerChoice,
  reports: FileReports,
): SchedulerConfiguration | null => {
  if (config === null) return null;
  const { value, document, path } = config;
  const { percentageOfNodesToScore, kubeSchedulerConfiguration: given } = value;
  const whole = isMapping(given)
    ? { ...HEAD, ...(percentageOfNodesToScore === undefined ? {} : { percentageOfNodesToScore }), ...given }
    : { ...HEAD, percentageOfNodesToScore };
  const { configuration, problems } = readConfiguration(whole, registryWith(choice.plugins));
  const base = isMapping(given) ? [...path, "kubeSchedulerConfiguration"] : path;
  for (const problem of problems) reports.addIssue(document, issueOfProblem(problem, base));
  return configuration;
};

export interface LoadedDump extends DumpCluster {
  readonly scheduler: SchedulerInUse;
}

/** Reads the files of -f; what is wrong with them ends the command, what they hold beyond the model is told. */
export const loadDump = (
  files: readonly string[],
  line: CommandLine,
  choice: SchedulerChoice,
  session: Session,
): LoadedDump => {
  const reports = new FileReports();
  const access = inputAccess(session);
  const dump = readDump(files, access, reports);
  const configuration =
    readChosenConfiguration(choice, false, access, reports) ?? configurationIn(dump, choice, reports);
  if (reports.hasErrors) throw CommandFailure.of(reports.errors);
  const { stderr } = session.console;
  const style = styleFor(stderr, session.console, line);
  const parts = dump.items.flatMap(({ ignored, kind, raw, document, path }) => {
    const name = isMapping(raw["metadata"]) ? String(raw["metadata"]["name"]) : "";
    // A kind that is not modelled is no part of a decision.
    return ignored
      .filter(({ code }) => code === "W501")
      .map((field) => ({ ignored: field, kind, name, document, path: [...path, ...field.path] }));
  });
  for (const { diagnostic } of notModelled(parts, false)) stderr.write(renderDiagnostic(diagnostic, null, style));
  for (const warning of reports.warnings) stderr.write(renderDiagnostic(warning, null, style));
  return {
    ...clusterOf(dump),
    scheduler: new SchedulerInUse(configuration, choice.plugins, choice.tieBreak ?? "random", SEED),
  };
};
