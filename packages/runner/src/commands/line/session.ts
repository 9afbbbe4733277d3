// What a command may use of the outside: files, the terminal, and the process it runs in.
import type { Console } from "../../io/console.js";
import type { Files } from "../../io/files.js";
import type { WriterProcess } from "../../store/run-writer.js";
import type { CellWorker } from "../../sweep/worker-pool.js";
import type { CommandOutline } from "./command-outline.js";

export type Interruption = "interrupted" | "terminated";

export interface Host extends WriterProcess {
  /** Wall-clock milliseconds since some moment; only differences mean anything. */
  readonly nowMillis: () => number;
  /** Processor time of the process so far, all threads. */
  readonly cpuMicros: () => number;
  /** The most memory it has taken so far. */
  readonly peakRssBytes: () => number;
  /** Lets signals and timers in; nothing else in a command waits for them. */
  readonly breathe: () => Promise<void>;
  readonly sleep: (millis: number) => Promise<void>;
  /** From now on a first signal only asks to stop; without it a signal ends the process, as usual. */
  readonly heedSignals: () => void;
  /** What the module at an absolute path exports; rejects with the loader's own words. */
  readonly importModule: (path: string) => Promise<unknown>;
  /** How many threads this machine runs at once. */
  readonly processors: () => number;
  /** A digest of the code that runs. */
  readonly codeDigest: () => string;
  readonly startCellWorker: () => CellWorker;
  /** The signal that asked the command to stop, once one has come. */
  readonly interruption: () => Interruption | null;
}

export interface Session {
  readonly files: Files;
  readonly console: Console;
  readonly host: Host;
  /** Every command there is: help is one that speaks of the others. */
  readonly commands: readonly CommandOutline[];
}
