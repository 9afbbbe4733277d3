// `run`: every seed in turn, its log written as it grows, then the verdict over all of them.
import { formatDuration } from "@podsim/core";
import type { PluginFailure } from "@podsim/scheduler";
import type { ExitName } from "../../failures.js";
import { diagnostic } from "../../input/diagnostic.js";
import { renderDiagnostic } from "../../input/render-diagnostic.js";
import type { PreparedRun } from "../../run/prepared.js";
import { renderHeader } from "../../run/render-header.js";
import { renderVerdict } from "../../run/render-verdict.js";
import type { SeedResult } from "../../run/seed-result.js";
import type { Verdict } from "../../run/verdict.js";
import type { RunId } from "../../store/run-id.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { keepRun, MAX_FACTS, PROGRESS } from "./keep-run.js";
import { commandOf, durationOption, loadRun } from "./load-run.js";
import { schedulerChoice } from "../line/scheduler-flags.js";
import { report, reportingOf } from "./report-run.js";
import { jobsOf } from "./run-on-workers.js";
import { runResult } from "../../run/run-result.js";

const FORMATS = ["text", "json", "name"] as const;

const exitOf = (verdict: Verdict, session: Session): ExitName => {
  const interruption = session.host.interruption();
  if (interruption !== null) return interruption;
  return verdict.status === "pass" ? "ok" : verdict.status === "fail" ? "threshold-failed" : "guard";
};

const warn = (prepared: PreparedRun, line: CommandLine, session: Session): void => {
  const { stderr } = session.console;
  const style = styleFor(stderr, session.console, line);
  for (const warning of prepared.warnings) stderr.write(renderDiagnostic(warning, null, style));
};

const print = (
  runId: RunId,
  prepared: PreparedRun,
  results: readonly SeedResult[],
  verdict: Verdict,
  tookMillis: number,
  line: CommandLine,
  session: Session,
  isTextWanted: boolean,
): void => {
  const { stdout } = session.console;
  const wallMillis = line.flag("reproducible") ? null : Math.round(tookMillis);
  switch (line.choice("output", FORMATS, "text")) {
    case "name":
      return stdout.write(`${runId.shown}\n`);
    case "json": {
      const result = runResult(runId.shown, runId.name, prepared, results, verdict, wallMillis);
      return stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    }
    case "text": {
      if (!isTextWanted) return;
      const facts = results.reduce((sum, one) => sum + one.facts, 0);
      const virtualEndUs = results[0]?.virtualEndUs ?? 0;
      const style = styleFor(stdout, session.console, line);
      const peakRssBytes = wallMillis === null ? null : session.host.peakRssBytes();
      const about = { run: runId.shown, factCount: facts, virtualEndUs, wallMillis, peakRssBytes };
      return stdout.write(renderVerdict(verdict, about, style));
    }
  }
};

/** How the header and the warnings are told before anything runs. */
const tellBefore = (prepared: PreparedRun, isTextWanted: boolean, line: CommandLine, session: Session): void => {
  if (line.flag("quiet")) return;
  warn(prepared, line, session);
  if (!isTextWanted || line.choice("output", FORMATS, "text") !== "text") return;
  const { stdout } = session.console;
  stdout.write(`${renderHeader(prepared, styleFor(stdout, session.console, line))}\n`);
};

const tellInterrupted = (runId: RunId, line: CommandLine, session: Session): void => {
  if (session.host.interruption() === null || line.flag("quiet")) return;
  session.console.stderr.write(`stopped; what was run is kept: podsim get pods -A --run ${runId.shown}\n`);
};

/** The named end of a run, with the way to what is kept of it. */
const pluginFailed = (
  { plugin, pod, message }: PluginFailure,
  seed: SeedResult | undefined,
  runId: RunId,
  { plugins = [] }: PreparedRun,
): CommandFailure => {
  const file = plugins.find((each) => each.plugin.name === plugin)?.file ?? null;
  const at =
    seed === undefined
      ? ""
      : ` of seed ${seed.seed}, after ${seed.facts} facts, at ${formatDuration(seed.virtualEndUs)}`;
  const found = diagnostic(file, file === null ? null : { line: 1, col: 1, endLine: 1, endCol: 1 }, {
    code: "E208",
    message,
    why: `the run${at} cannot go on without an answer; what was recorded until then is kept`,
    fix: `correct the plugin. Look at the run so far: podsim describe pod/${pod.replace(/^.*\//, "")} -n ${pod.replace(/\/.*$/, "")} --run ${runId.shown}`,
  });
  return CommandFailure.one(found);
};

export const performRun = async (line: CommandLine, session: Session): Promise<ExitName> => {
  // Options are checked before anything is read or written.
  line.choice("output", FORMATS, "text");
  line.choice("progress", PROGRESS, "auto");
  line.whole("maxEvents", 1, MAX_FACTS);
  durationOption(line, "maxWall", "--max-wall");
  const reporting = reportingOf(line);
  const prepared = loadRun(line, await schedulerChoice(line, session), session);
  jobsOf(prepared, line);
  tellBefore(prepared, reporting.isDefault, line, session);
  if (line.flag("dryRun")) return "ok";
  session.host.heedSignals();
  const kept = await keepRun(prepared, commandOf(line), line, session);
  const { runId, verdict, results } = kept;
  if (kept.failure !== null) throw pluginFailed(kept.failure, results.at(-1), runId, prepared);
  print(runId, prepared, results, verdict, kept.tookMillis, line, session, reporting.isDefault);
  if (reporting.others.length > 0) {
    const wallMillis = line.flag("reproducible") ? null : Math.round(kept.tookMillis);
    report(reporting, runResult(runId.shown, runId.name, prepared, results, verdict, wallMillis), session);
  }
  tellInterrupted(runId, line, session);
  return exitOf(verdict, session);
};
