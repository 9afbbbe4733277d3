// Collects what is wrong with the files of a run, file by file, and what deserves a warning.
import { diagnostic } from "../input/diagnostic.js";
import type { Diagnostic, Mark } from "../input/diagnostic.js";
import { locateNearest } from "../input/located.js";
import type { LocatedDocument, Path } from "../input/located.js";
import type { Place, SourceText } from "../input/source-text.js";
import type { Explanation, Issue } from "./schema/schema.js";

/** Everything wrong with one file, or with what stands in no file (source null). */
export interface FileReport {
  readonly source: SourceText | null;
  /** At least one. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The piece of a place where `token` is written; the place itself when it is not there. */
const narrowed = (place: Place, source: SourceText, token: string | undefined): Place => {
  if (token === undefined || token === "") return place;
  const at = source.lineAt(place.line).indexOf(token, place.col - 1);
  if (at < 0) return place;
  return { line: place.line, col: at + 1, endLine: place.line, endCol: at + 1 + token.length };
};

export class FileReports {
  readonly #errors = new Map<string, { source: SourceText | null; diagnostics: Diagnostic[] }>();
  readonly #warnings: Diagnostic[] = [];

  get hasErrors(): boolean {
    return this.#errors.size > 0;
  }

  get warnings(): readonly Diagnostic[] {
    return this.#warnings;
  }

  /** Files in the order in which they were first found wrong, what is wrong with one from its top to its end. */
  get errors(): readonly FileReport[] {
    return [...this.#errors.values()].map(({ source, diagnostics }) => ({
      source,
      diagnostics: diagnostics.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.col ?? 0) - (b.col ?? 0)),
    }));
  }

  /** Takes an error or a warning, by its severity. */
  add(source: SourceText | null, found: Diagnostic): void {
    if (found.severity === "warning") {
      this.#warnings.push(found);
      return;
    }
    const key = source?.file ?? found.file ?? "";
    const report = this.#errors.get(key) ?? { source, diagnostics: [] };
    report.diagnostics.push(found);
    this.#errors.set(key, report);
  }

  /** An issue of a document; `base` is where its path starts. */
  addIssue(document: LocatedDocument, issue: Issue, base: Path = []): void {
    this.add(document.source, diagnosticOf(document, issue, base));
  }

  /** An issue that stands in no file. */
  addLoose(explanation: Explanation): void {
    this.add(null, diagnostic(null, null, explanation));
  }
}

interface Quoting {
  readonly written: string;
  readonly why: string;
  readonly fix: string;
}

/** Of a text that YAML takes for something else: to quote it as it is written there. */
const quoting = ({ col, endCol, line, endLine }: Place, source: SourceText): Quoting | null => {
  const written = line === endLine ? source.lineAt(line).slice(col - 1, endCol - 1) : "";
  // Anything else than one word is what the value stands in: the value itself is written nowhere.
  if (!/^[-+.\w]+$/.test(written)) return null;
  return {
    written,
    why: `YAML takes ${written} without quotes for another kind of value`,
    fix: `put it in quotes: "${written}"`,
  };
};

/** An issue with its place in the document. */
const diagnosticOf = (document: LocatedDocument, issue: Issue, base: Path = []): Diagnostic => {
  const { source } = document;
  const place = locateNearest(document, [...base, ...issue.path], issue.part ?? "value");
  const notes = (issue.notes ?? []).flatMap(({ path, label }): readonly Mark[] => {
    const found = document.locate([...base, ...path], "value");
    return found === null ? [] : [{ ...found, label }];
  });
  const quoted = issue.isUnquoted === true && place !== null ? quoting(place, source) : null;
  return diagnostic(source.file, narrowed(place, source, issue.token), {
    code: issue.code,
    message: issue.message,
    // A value that is shown as it is written needs no word on how it is read.
    why: quoted === null || issue.message.endsWith(` ${quoted.written}`) ? issue.why : quoted.why,
    fix: quoted?.fix ?? issue.fix,
    ...(notes.length === 0 ? {} : { notes }),
  });
};
