// The terminal of the process, through Node.
import * as fs from "node:fs";
import * as tty from "node:tty";
import * as Either from "fp-ts/lib/Either.js";
import type { Console, OutputStream } from "./console.js";
import { readDescriptor } from "./read-descriptor.js";
import { waitBriefly } from "./wait-briefly.js";

const codeOf = (thrown: unknown): string => (thrown instanceof Error && "code" in thrown ? String(thrown.code) : "");

/**
 * Written at once and in full, so that nothing is lost when the process ends. A reader that went away (`| head`) is told
 * by `onClosed`; a slow one is waited for.
 */
const writeFully = (descriptor: number, text: string | Uint8Array, onClosed: () => void): void => {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  for (let done = 0; done < bytes.length;) {
    try {
      done += fs.writeSync(descriptor, bytes, done);
    } catch (thrown) {
      const code = codeOf(thrown);
      if (code === "EAGAIN") waitBriefly();
      else if (code === "EPIPE" || code === "EOF") return onClosed();
      else throw thrown;
    }
  }
};

const outputStream = (descriptor: 1 | 2, onClosed: () => void): OutputStream => {
  const isTty = tty.isatty(descriptor);
  const stream = descriptor === 1 ? (): number => process.stdout.columns : (): number => process.stderr.columns;
  return {
    write: (text) => writeFully(descriptor, text, onClosed),
    isTty,
    // Node's stream objects are only made for terminals: for a pipe making one changes how it behaves.
    columns: () => (isTty ? stream() : null),
  };
};

export interface NodeConsoleOptions {
  /** When nobody reads stdout any more; ends the process with exit code 0 unless given. */
  readonly onStdoutClosed?: () => void;
}

export const nodeConsole = (options: NodeConsoleOptions = {}): Console => ({
  stdout: outputStream(1, options.onStdoutClosed ?? ((): never => process.exit(0))),
  stderr: outputStream(2, () => undefined),
  isInputTty: tty.isatty(0),
  readInput: (limit) => {
    try {
      return Either.right(readDescriptor(0, limit));
    } catch (thrown) {
      const detail = thrown instanceof Error ? thrown.message : String(thrown);
      return Either.left({ kind: codeOf(thrown) === "EISDIR" ? "is-directory" : "other", path: "-", detail });
    }
  },
  environment: (name) => process.env[name] ?? null,
});
