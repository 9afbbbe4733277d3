// The end of a command that cannot do what it was asked to. Thrown, because it leaves any depth of a command at once; the
// front catches it, prints it in the shape all errors have, and turns it into the exit code.
import type { ExitName } from "../../failures.js";
import { exitOfError } from "../../failures.js";
import type { Diagnostic } from "../../input/diagnostic.js";
import type { SourceText } from "../../input/source-text.js";

/** An error that is about the command line or about the run's objects: it stands in no file and has no code. */
export interface PlainError {
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/** Diagnostics of one source, or of none. */
export interface FailureReport {
  readonly source: SourceText | null;
  readonly diagnostics: readonly Diagnostic[];
}

export class CommandFailure extends Error {
  readonly exit: ExitName;
  readonly reports: readonly FailureReport[];
  /** Set instead of reports. */
  readonly plain: PlainError | null;

  private constructor(exit: ExitName, reports: readonly FailureReport[], plain: PlainError | null) {
    super(plain?.message ?? reports[0]?.diagnostics[0]?.message ?? "");
    this.name = "CommandFailure";
    this.exit = exit;
    this.reports = reports;
    this.plain = plain;
  }

  /** Exit 2: an unknown command, flag or value. */
  static usage(message: string, why: string, fix: string): CommandFailure {
    return new CommandFailure("usage", [], { message, why, fix });
  }

  /** Exit 4: the run has no such object. */
  static missing(message: string, why: string, fix: string): CommandFailure {
    return new CommandFailure("run-unusable", [], { message, why, fix });
  }

  /** Exit 3 or 4, by the code of the first error. */
  static of(reports: readonly FailureReport[]): CommandFailure {
    const errors = reports.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === "error");
    const [first] = errors;
    // A warning that --strict refuses is an invalid input, whatever its code begins with.
    const exit = first === undefined || first.code.startsWith("W") ? "input-invalid" : exitOfError(first.code);
    return new CommandFailure(exit, reports, null);
  }

  static one(diagnostic: Diagnostic): CommandFailure {
    return CommandFailure.of([{ source: null, diagnostics: [diagnostic] }]);
  }
}
