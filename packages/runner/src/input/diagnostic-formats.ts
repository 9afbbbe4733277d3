// Diagnostics for machines: JSON, GitHub's workflow commands and SARIF 2.1.0.
import { ERROR_PAGES } from "../error-pages.js";
import type { Diagnostic, Patch } from "./diagnostic.js";

export interface DiagnosticJson {
  readonly file: string | null;
  readonly line: number | null;
  readonly col: number | null;
  readonly endCol: number | null;
  readonly code: string;
  readonly message: string;
  readonly why: string;
  readonly fix: { readonly title: string; readonly patch: Patch | null };
}

/** The `-o json` form; unknown is null, keys are always all there and in this order. */
export const diagnosticJson = (one: Diagnostic): DiagnosticJson => ({
  file: one.file ?? null,
  line: one.line ?? null,
  col: one.col ?? null,
  endCol: one.endCol ?? null,
  code: one.code,
  message: one.message,
  why: one.why,
  fix: { title: one.fix.title, patch: one.fix.patch ?? null },
});

const commandData = (text: string): string => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");

const commandProperty = (text: string): string => commandData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

/** One workflow command, which GitHub shows at the line of the file in a pull request; without a line break. */
export const diagnosticGithub = (one: Diagnostic): string => {
  const properties: readonly (readonly [string, string | number | undefined])[] = [
    ["file", one.file],
    ["line", one.line],
    ["col", one.col],
    ["endLine", one.endLine],
    ["endColumn", one.endCol],
    ["title", one.code],
  ];
  const given = properties.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${commandProperty(String(value))}`],
  );
  const text = `${one.message}\nwhy: ${one.why}\nfix: ${one.fix.title}`;
  return `::${one.severity} ${given.join(",")}::${commandData(text)}`;
};

const regionOf = (one: Diagnostic): object =>
  one.line === undefined
    ? {}
    : {
        region: {
          startLine: one.line,
          ...(one.col === undefined ? {} : { startColumn: one.col }),
          ...(one.endLine === undefined ? {} : { endLine: one.endLine }),
          ...(one.endCol === undefined ? {} : { endColumn: one.endCol }),
        },
      };

/** A SARIF log with one run; columns are UTF-16 units, as everywhere here. */
export const diagnosticsSarif = (all: readonly Diagnostic[], version: string): object => {
  const used = new Set(all.map(({ code }) => code));
  const rules = ERROR_PAGES.filter(({ code }) => used.has(code)).map(({ code, title, meaning }) => ({
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: meaning },
  }));
  const results = all.map((one) => ({
    ruleId: one.code,
    level: one.severity,
    message: { text: `${one.message}. ${one.why}. Fix: ${one.fix.title}` },
    locations:
      one.file === undefined
        ? []
        : [{ physicalLocation: { artifactLocation: { uri: encodeURI(one.file) }, ...regionOf(one) } }],
  }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "podsim", version, rules } }, columnKind: "utf16CodeUnits", results }],
  };
};
