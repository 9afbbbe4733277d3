// `validate`: reads scenarios and manifests as a run would and tells what is wrong, or what they amount to.
import { isLeft } from "fp-ts/lib/Either.js";
import type { ExitName } from "../../failures.js";
import type { Diagnostic } from "../../input/diagnostic.js";
import { diagnosticGithub, diagnosticJson, diagnosticsSarif } from "../../input/diagnostic-formats.js";
import { escapeTerminal } from "../../input/escape-terminal.js";
import { readSource } from "../../input/read-source.js";
import { renderDiagnostic, renderDiagnostics } from "../../input/render-diagnostic.js";
import { followedCommands, outcomeText } from "../../behaviors/followed-commands.js";
import type { FollowedCommand } from "../../behaviors/followed-commands.js";
import type { BehaviorSummary, BehaviorUser } from "../../behaviors/behavior-summary.js";
import type { PreparedRun } from "../../run/prepared.js";
import { adHocRun } from "../../scenario/ad-hoc-run.js";
import type { FileReport } from "../../scenario/file-reports.js";
import { loadScenario } from "../../scenario/load-scenario.js";
import type { LoadedRun } from "../../scenario/load-scenario.js";
import { VERSION } from "../../version.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { painted, styleFor } from "../line/terminal-style.js";
import type { TerminalStyle } from "../line/terminal-style.js";
import { inputAccess } from "./load-run.js";

const FORMATS = ["text", "json", "github", "sarif"] as const;

interface Validated {
  readonly file: string;
  readonly reports: readonly FileReport[];
  /** null when something is wrong. */
  readonly run: PreparedRun | null;
  /** What the commands come to that the run follows. */
  readonly followed: readonly FollowedCommand[];
}

const isScenario = (file: string, session: Session): boolean => {
  const stat = session.files.stat(file);
  if (!isLeft(stat) && stat.right.kind === "directory") {
    return session.files.exists(session.files.resolve(file, "scenario.yaml"));
  }
  // A pipe, like standard input, can be read once only, so what it holds is taken for manifests.
  if (file === "-" || (!isLeft(stat) && stat.right.kind === "other")) return false;
  const read = readSource(inputAccess(session), file);
  if (isLeft(read)) return false;
  return read.right.documents.some(({ value }) => {
    const { kind, apiVersion } = (value ?? {}) as { readonly kind?: unknown; readonly apiVersion?: unknown };
    return kind === "Scenario" || (typeof apiVersion === "string" && apiVersion.startsWith("podsim.dev/"));
  });
};

const load = (file: string, line: CommandLine, session: Session): LoadedRun => {
  const access = inputAccess(session);
  const strict = line.flag("strict");
  if (isScenario(file, session)) {
    const options = { strict, seeds: null, untilUs: null, settings: line.texts("set"), controllers: null };
    return loadScenario(file, options, access);
  }
  return adHocRun({ files: [file], nodes: [], untilUs: null, strict, seeds: [1] }, access);
};

const validateOne = (file: string, line: CommandLine, session: Session): Validated => {
  const loaded = load(file, line, session);
  if (isLeft(loaded)) return { file, reports: loaded.left, run: null, followed: [] };
  return { file, reports: [], run: loaded.right, followed: followedCommands(loaded.right) };
};

const many = (count: number, noun: string, plural = `${noun}s`): string => `${count} ${count === 1 ? noun : plural}`;

/** "checkout/app ×30, search/app ×20" */
const usersText = ({ users, isFallback }: BehaviorSummary, style: TerminalStyle): string => {
  const times = style.ascii ? "x" : "×";
  const shown = users.slice(0, 4).map(({ name, container, replicas }) => `${name}/${container} ${times}${replicas}`);
  const more = users.length > 4 ? ` and ${users.length - 4} more` : "";
  return `${shown.join(", ")}${more}${isFallback ? "  (fallback)" : ""}`;
};

/** Containers listed with what their behaviour was concluded from. */
const REASONS_MAX = 12;

const reasonsOf = (user: BehaviorUser, followed: readonly FollowedCommand[]): readonly string[] => {
  const own = followed.find(
    ({ kind, namespace, name, container }) =>
      kind === user.kind && namespace === user.namespace && name === user.name && container === user.container,
  );
  return own === undefined ? user.inferred : [...user.inferred, outcomeText(own.outcome)];
};

/** Where nobody said what a container does: what was concluded, from what, and what its command comes to. */
const reasonLines = (
  { users, source, behavior }: BehaviorSummary,
  followed: readonly FollowedCommand[],
): readonly string[] => {
  const reasons = users.map((user) => ({ ...user, reasons: reasonsOf(user, followed) }));
  const told = reasons.filter((user) => user.reasons.length > 0);
  const lines = told.slice(0, REASONS_MAX).map((user) => {
    return `    ${user.name}/${user.container}: ${user.reasons.join("; ")}`;
  });
  const rest = users.length - told.length;
  if (source === "default" && rest > 0) {
    lines.push(`    ${told.length === 0 ? behavior : "the others"}: starts in 1s, never exits, its probes pass`);
  }
  return told.length > REASONS_MAX ? [...lines, `    and ${told.length - REASONS_MAX} more`] : lines;
};

const summaryLines = ({ file, run, followed }: Validated, style: TerminalStyle): readonly string[] => {
  if (run === null) return [];
  const { counts, thresholds, checks = [], notModelled } = run;
  const behaviors = run.behaviors();
  const dot = style.ascii ? "-" : "·";
  const parts = [
    many(counts.files, "file"),
    many(counts.nodes, "node"),
    many(counts.pods, "pod"),
    many(counts.timelineEntries, "timeline entry", "timeline entries"),
    many(thresholds.length, "threshold"),
    ...(checks.length === 0 ? [] : [many(checks.length, "check")]),
  ];
  const lines = [`${escapeTerminal(file)}  ${painted("ok", "green", style)}    ${parts.join(` ${dot} `)}`];
  const width = Math.max(20, ...behaviors.map(({ behavior }) => behavior.length));
  if (behaviors.length > 0) lines.push(`  ${"behaviour".padEnd(width)}  containers   matched by`);
  for (const summary of behaviors) {
    const count = String(summary.containerCount).padStart(10);
    lines.push(
      `  ${escapeTerminal(summary.behavior).padEnd(width)}  ${count}   ${escapeTerminal(usersText(summary, style))}`,
      ...reasonLines(summary, followed).map(escapeTerminal),
    );
  }
  if (notModelled.length > 0) {
    const fields = notModelled.map(({ code, field }) => `${code} ${field}`).join(` ${dot} `);
    lines.push(
      `  ${"not modelled".padEnd(width)}  ${String(notModelled.length).padStart(10)}   ${escapeTerminal(fields)}`,
    );
  }
  return lines;
};

const tellText = (all: readonly Validated[], line: CommandLine, session: Session): void => {
  const { stdout, stderr } = session.console;
  const [outStyle, errStyle] = [styleFor(stdout, session.console, line), styleFor(stderr, session.console, line)];
  for (const one of all) {
    for (const warning of one.run?.warnings ?? []) stderr.write(renderDiagnostic(warning, null, errStyle));
    const texts = one.reports.map(({ source, diagnostics }) => renderDiagnostics(diagnostics, source, errStyle));
    stderr.write(texts.join("\n"));
    for (const text of summaryLines(one, outStyle)) stdout.write(`${text}\n`);
  }
};

const diagnosticsOf = (all: readonly Validated[]): readonly Diagnostic[] =>
  all.flatMap(({ reports, run }) => [...reports.flatMap(({ diagnostics }) => diagnostics), ...(run?.warnings ?? [])]);

const resultJson = (all: readonly Validated[]): object => ({
  apiVersion: "podsim.dev/v1alpha1",
  kind: "ValidationResult",
  formatVersion: "1.0",
  valid: all.every(({ run }) => run !== null),
  files: all.map(({ file, run, followed }) => ({
    file,
    valid: run !== null,
    counts: run?.counts ?? null,
    behaviors: run?.behaviors() ?? [],
    followedCommands: followed,
    notModelled: run?.notModelled ?? [],
  })),
  diagnostics: diagnosticsOf(all).map((one) => ({ severity: one.severity, ...diagnosticJson(one) })),
});

export const validateFiles = (line: CommandLine, session: Session): ExitName => {
  const format = line.choice("output", FORMATS, "text");
  const all = line.arguments.map((file) => validateOne(file, line, session));
  const { stdout } = session.console;
  switch (format) {
    case "text":
      tellText(all, line, session);
      break;
    case "json":
      stdout.write(`${JSON.stringify(resultJson(all), null, 2)}\n`);
      break;
    case "github":
      stdout.write(
        diagnosticsOf(all)
          .map((one) => `${diagnosticGithub(one)}\n`)
          .join(""),
      );
      break;
    case "sarif":
      stdout.write(`${JSON.stringify(diagnosticsSarif(diagnosticsOf(all), VERSION), null, 2)}\n`);
  }
  return all.every(({ run }) => run !== null) ? "ok" : "input-invalid";
};
