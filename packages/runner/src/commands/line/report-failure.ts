// Prints why a command failed: for people as a first line, why and fix; with -o json as one JSON object per error and line.
import { diagnosticJson } from "../../input/diagnostic-formats.js";
import { escapeTerminal } from "../../input/escape-terminal.js";
import { renderDiagnostics } from "../../input/render-diagnostic.js";
import type { CommandFailure, PlainError } from "./command-failure.js";
import type { TerminalStyle } from "./terminal-style.js";

const plainText = ({ message, why, fix }: PlainError, { color }: TerminalStyle): string => {
  const paint = (text: string, sgr: number): string => (color ? `\u001b[${sgr}m${text}\u001b[0m` : text);
  const lines = [
    `${paint("error:", 31)} ${escapeTerminal(message)}`,
    `${paint("  why", 2)}  ${escapeTerminal(why)}`,
    `${paint("  fix", 2)}  ${escapeTerminal(fix)}`,
  ];
  return `${lines.join("\n")}\n`;
};

/** The same keys as every other error has; no file and no code. */
const plainJson = ({ message, why, fix }: PlainError, code: string): object => ({
  file: null,
  line: null,
  col: null,
  endCol: null,
  code,
  message,
  why,
  fix: { title: fix, patch: null },
});

const PLAIN_CODES: Readonly<Record<string, string>> = { usage: "Usage", "run-unusable": "NotFound" };

export const failureText = (failure: CommandFailure, style: TerminalStyle): string => {
  if (failure.plain !== null) return plainText(failure.plain, style);
  const { color, ascii, columns } = style;
  return failure.reports
    .map(({ source, diagnostics }) => renderDiagnostics(diagnostics, source, { color, ascii, columns }))
    .join("\n");
};

export const failureJson = (failure: CommandFailure): string => {
  const objects =
    failure.plain !== null
      ? [plainJson(failure.plain, PLAIN_CODES[failure.exit] ?? failure.exit)]
      : failure.reports.flatMap(({ diagnostics }) => diagnostics.map(diagnosticJson));
  return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
};
