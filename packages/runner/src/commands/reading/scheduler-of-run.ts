// The scheduler that decided in a stored run, to decide again.
import { FileReports } from "../../scenario/file-reports.js";
import { readChosenConfiguration } from "../../scenario/scheduler-choice.js";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import { CommandFailure } from "../line/command-failure.js";
import { loadPlugins } from "../line/scheduler-flags.js";
import type { Session } from "../line/session.js";
import { inputAccess } from "../making/load-run.js";
import { SchedulerInUse } from "./scheduler-in-use.js";
import type { SelectedRun } from "./selected-run.js";

/** The scheduler as the run had it, or as the command line says instead. */
export const schedulerOfRun = async (
  { run }: SelectedRun,
  choice: SchedulerChoice,
  session: Session,
): Promise<SchedulerInUse> => {
  const { scheduler, plugins: recorded = [] } = run.record;
  const reports = new FileReports();
  const plugins =
    choice.plugins.length > 0
      ? choice.plugins
      : await loadPlugins(
          recorded.map(({ file }) => file),
          session,
        );
  const changed =
    choice.plugins.length > 0 ? undefined : recorded.find(({ digest }, k) => plugins[k]?.digest !== digest);
  if (changed !== undefined) {
    throw CommandFailure.missing(
      `${changed.file} is another plugin than the run was made with`,
      "a decision can only be made again by what made it",
      `bring the file back as it was, or run again: podsim ${run.record.command.join(" ")}`,
    );
  }
  const given = readChosenConfiguration({ ...choice, plugins }, false, inputAccess(session), reports);
  if (reports.hasErrors) throw CommandFailure.of(reports.errors);
  const configuration = given ?? scheduler?.configuration ?? null;
  return new SchedulerInUse(configuration, plugins, choice.tieBreak ?? scheduler?.tieBreak ?? "random", run.seed.seed);
};
