// How a command ends: exit codes, and which of them an error code leads to. The documentation is printed from here.
import { ERROR_PAGES } from "./error-pages.js";
import type { ErrorCode, ErrorPage } from "./error-pages.js";

export interface ExitCode {
  readonly code: number;
  /** The name programs use: exitCode("input-invalid"). */
  readonly name: string;
  readonly meaning: string;
  /** What a pipeline should do about it. */
  readonly pipeline: string;
}

/** Below 10 the tool could not answer; 96-99 it answered "no". Code 1 is left to Node and npm and is never a verdict. */
export const EXIT_CODES = [
  {
    code: 0,
    name: "ok",
    meaning: "The question was answered and the answer is yes, or there is nothing to report",
    pipeline: "pass",
  },
  {
    code: 1,
    name: "crash",
    meaning: "Unexpected failure, reserved for Node and npm themselves (uncaught exception, package not found)",
    pipeline: "treat as a bug",
  },
  { code: 2, name: "usage", meaning: "Usage: unknown command, flag or value", pipeline: "fix the pipeline" },
  {
    code: 3,
    name: "input-invalid",
    meaning: "Input invalid: scenario, manifest, trace (E0xx-E3xx)",
    pipeline: "fix the file",
  },
  {
    code: 4,
    name: "run-unusable",
    meaning: "Run or store unusable: missing, corrupt, from another version (E4xx)",
    pipeline: "re-run",
  },
  {
    code: 5,
    name: "guard",
    meaning: "Stopped by a guard: --max-events, --max-wall, no-progress detector; the result says complete: false",
    pipeline: "look",
  },
  { code: 96, name: "different", meaning: "diff --exit-code: different; when: never held", pipeline: "decide" },
  {
    code: 98,
    name: "property-violated",
    meaning: "check or a checks: property violated; a counterexample was written",
    pipeline: "fail",
  },
  { code: 99, name: "threshold-failed", meaning: "Thresholds failed (same number as k6)", pipeline: "fail" },
  {
    code: 130,
    name: "interrupted",
    meaning: "Interrupted by SIGINT; the partial run is kept and marked",
    pipeline: "-",
  },
  {
    code: 143,
    name: "terminated",
    meaning: "Interrupted by SIGTERM; the partial run is kept and marked",
    pipeline: "-",
  },
] as const satisfies readonly ExitCode[];

export type ExitName = (typeof EXIT_CODES)[number]["name"];

const CODE_BY_NAME: ReadonlyMap<string, number> = new Map(EXIT_CODES.map(({ name, code }) => [name, code]));

export const exitCode = (name: ExitName): number => CODE_BY_NAME.get(name) ?? 1;

/** When several apply the first of these wins: an incomplete answer outranks any verdict. */
const PRECEDENCE: readonly ExitName[] = [
  "crash",
  "usage",
  "interrupted",
  "terminated",
  "input-invalid",
  "run-unusable",
  "guard",
  "property-violated",
  "threshold-failed",
  "different",
];

/** The one exit code of a command to which all of these apply. */
export const worstExit = (names: Iterable<ExitName>): number => {
  const given = new Set(names);
  return exitCode(PRECEDENCE.find((name) => given.has(name)) ?? "ok");
};

/** E4xx speak of the store, every other error of the input; a warning alone fails nothing. */
export const exitOfError = (code: ErrorCode): ExitName => {
  if (code.startsWith("W")) return "ok";
  return code.startsWith("E4") ? "run-unusable" : "input-invalid";
};

const PAGE_BY_CODE: ReadonlyMap<string, ErrorPage> = new Map(ERROR_PAGES.map((page) => [page.code, page]));

/** The page of a code as typed by a user ("e105" will do), or null. */
export const errorPage = (code: string): ErrorPage | null => PAGE_BY_CODE.get(code.trim().toUpperCase()) ?? null;

const indented = (lines: readonly string[]): string =>
  lines.map((line) => (line === "" ? "\n" : `  ${line}\n`)).join("");

/** What `podsim help E105` prints. */
export const errorPageText = (page: ErrorPage): string =>
  `${page.code}  ${page.title}\n\n${page.meaning}\n\nbad\n${indented(page.bad)}\ngood\n${indented(page.good)}`;

/** The exit codes as a Markdown table. */
export const exitCodesMarkdown = (): string => {
  const rows = EXIT_CODES.map(({ code, meaning, pipeline }) => `| ${code} | ${meaning} | ${pipeline} |\n`);
  return `| Code | Meaning | CI should |\n|---|---|---|\n${rows.join("")}`;
};

/** The error codes as a Markdown table. */
export const errorCodesMarkdown = (): string => {
  const rows = ERROR_PAGES.map(({ code, title }) => `| ${code} | ${title} |\n`);
  return `| Code | Title |\n|---|---|\n${rows.join("")}`;
};
