// A terminal that keeps what is written to it.
import * as Either from "fp-ts/lib/Either.js";
import type { Console, OutputStream } from "../src/io/console.js";

export interface MemoryConsole extends Console {
  readonly stdoutText: () => string;
  readonly stderrText: () => string;
}

export interface MemoryConsoleOptions {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** Both streams; pipes unless set. */
  readonly isTty?: boolean;
  readonly columns?: number;
}

interface Kept {
  readonly stream: OutputStream;
  readonly text: () => string;
}

const keep = ({ isTty = false, columns = 80 }: MemoryConsoleOptions): Kept => {
  const parts: string[] = [];
  return {
    stream: {
      write: (text) => void parts.push(typeof text === "string" ? text : new TextDecoder().decode(text)),
      isTty,
      columns: () => (isTty ? columns : null),
    },
    text: () => parts.join(""),
  };
};

export const memoryConsole = (options: MemoryConsoleOptions = {}): MemoryConsole => {
  const stdout = keep(options);
  const stderr = keep(options);
  const { input = "", environment = {} } = options;
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  return {
    stdout: stdout.stream,
    stderr: stderr.stream,
    readInput: (limit) => {
      const head = bytes.subarray(0, 64 * 1024);
      const isWhole = bytes.length <= limit(head);
      return Either.right({ bytes: isWhole ? bytes : head, isWhole, sizeBytes: isWhole ? bytes.length : null });
    },
    isInputTty: options.isTty ?? false,
    environment: (name) => (Object.hasOwn(environment, name) ? (environment[name] ?? null) : null),
    stdoutText: stdout.text,
    stderrText: stderr.text,
  };
};
