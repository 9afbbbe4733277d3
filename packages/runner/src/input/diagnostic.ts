// What is wrong with an input: where, what, why it matters and how to mend it.
import type { ErrorCode } from "../error-pages.js";
import type { Place } from "./source-text.js";

/** A replacement of one stretch of the file, for tools that apply it; podsim itself never edits a file. */
export interface Patch extends Place {
  readonly newText: string;
}

export interface Fix {
  /** One line, imperative. */
  readonly title: string;
  /** Only where the change is certain to be what was meant. */
  readonly patch?: Patch;
}

/** A second place of the same file that has to do with the error. */
export interface Mark extends Place {
  readonly label: string;
}

export interface Diagnostic {
  /** --strict turns warnings into errors; the code keeps its W. */
  readonly severity: "error" | "warning";
  readonly code: ErrorCode;
  /** One line, lower case, without a full stop. */
  readonly message: string;
  readonly why: string;
  readonly fix: Fix;
  /** The file as the user names it; absent for errors outside files. */
  readonly file?: string;
  /** Line and columns from 1, in UTF-16 units; the end is exclusive. Absent when the whole file, or no file, is meant. */
  readonly line?: number;
  readonly col?: number;
  readonly endLine?: number;
  readonly endCol?: number;
  readonly notes?: readonly Mark[];
}

export type DiagnosticText = Pick<Diagnostic, "code" | "message" | "why"> & {
  readonly fix: string | Fix;
  readonly notes?: readonly Mark[];
};

const severityOf = (code: ErrorCode): Diagnostic["severity"] => (code.startsWith("W") ? "warning" : "error");

/** A name or value from a file at a length that fits a message. */
export const shortened = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 59)}…`);

/** A diagnostic about a place of a file, or about the file as a whole (place null), or about no file (file null). */
export const diagnostic = (file: string | null, place: Place | null, text: DiagnosticText): Diagnostic => ({
  severity: severityOf(text.code),
  code: text.code,
  message: text.message,
  why: text.why,
  fix: typeof text.fix === "string" ? { title: text.fix } : text.fix,
  ...(file === null ? {} : { file }),
  ...(place === null ? {} : { line: place.line, col: place.col, endLine: place.endLine, endCol: place.endCol }),
  ...(text.notes === undefined ? {} : { notes: text.notes }),
});

/** Syntax stands in the way of everything else, then shape, then references: the earlier phase is the more useful. */
const phaseOf = ({ code, severity }: Diagnostic): number => (severity === "warning" ? 9 : Number(code[1]));

const byPosition = (a: Diagnostic, b: Diagnostic): number =>
  (a.line ?? 0) - (b.line ?? 0) || (a.col ?? 0) - (b.col ?? 0);

const byUsefulness = (a: Diagnostic, b: Diagnostic): number =>
  phaseOf(a) - phaseOf(b) || Number(a.fix.patch === undefined) - Number(b.fix.patch === undefined) || byPosition(a, b);

const sameError = (a: Diagnostic, b: Diagnostic): boolean =>
  a.code === b.code && a.line === b.line && a.col === b.col && a.message === b.message;

/** One error per cause: exact repetitions dropped. */
const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const sorted = [...diagnostics].sort(byPosition);
  return sorted.filter((one, ix) => {
    for (let before = ix - 1; before >= 0; before -= 1) {
      const other = sorted[before];
      if (other === undefined || other.line !== one.line || other.col !== one.col) return true;
      if (sameError(other, one)) return false;
    }
    return true;
  });
};

export interface Selection {
  /** In the order to print: by position, but the most useful last, where the eye lands. */
  readonly shown: readonly Diagnostic[];
  readonly hiddenCount: number;
}

/** The diagnostics of one file worth showing: at most `limit`, the most useful one always among them. */
export const selectDiagnostics = (diagnostics: readonly Diagnostic[], limit = 20): Selection => {
  const all = distinct(diagnostics);
  const [best] = [...all].sort(byUsefulness);
  if (best === undefined) return { shown: [], hiddenCount: 0 };
  const others = all.filter((one) => one !== best);
  // Errors before warnings get the places there are; both keep the order of the file.
  const kept = new Set(
    [...others]
      .sort((a, b) => Number(phaseOf(a) === 9) - Number(phaseOf(b) === 9) || byPosition(a, b))
      .slice(0, limit - 1),
  );
  const shown = [...others.filter((one) => kept.has(one)), best];
  return { shown, hiddenCount: all.length - shown.length };
};
