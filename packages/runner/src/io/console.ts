// The terminal as a record of functions: what was asked for goes to stdout, everything else to stderr.
import type { FileResult, LimitBytes, ReadBytes } from "./files.js";

export interface OutputStream {
  /** Returns once the other end has it; text is written as it is, without a line break. */
  readonly write: (text: string | Uint8Array) => void;
  readonly isTty: boolean;
  /** Width of the terminal now; null when it is none. */
  readonly columns: () => number | null;
}

export interface Console {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly readInput: (limit: LimitBytes) => FileResult<ReadBytes>;
  readonly isInputTty: boolean;
  /** A variable of the environment; null when unset. */
  readonly environment: (name: string) => string | null;
}
