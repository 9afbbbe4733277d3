// A shell that runs: the first process of a container, or a command executed in it.
import type { Duration, ScriptExit } from "@podsim/core";
import type { Program } from "./programs.js";

/** Laps of an endless loop without any effect after which nothing new is expected of it. */
const QUIET_LAPS = 8;
/** Laps that take no time at all. */
const BUSY_LAPS = 200;
const LOG_TAIL = 4_096;

export interface Job {
  isDone: boolean;
  readonly onDone: (() => void)[];
}

export class Shell {
  readonly isFirst: boolean;
  /** Handlers set with trap, by signal; "" = the signal is ignored. */
  readonly traps = new Map<string, string>();
  /** Signals that wait until the command in the foreground ends. */
  readonly pending: string[] = [];
  /** What the shell was replaced with. */
  program: Program | null = null;
  /** Ends a wait early. */
  interrupt: ((signal: string) => void) | null = null;
  readonly jobs: Job[] = [];
  exit: ScriptExit | null = null;
  /** Nothing new is expected of it: it goes on as it does. */
  isSettled = false;
  /** Whether its script is one command, which then takes the shell's place. */
  isOneCommand = false;
  /** With what its script ends whatever came before; null = that depends. */
  lastWord: number | null = null;
  /** Functions that the script defines, for commands that are run on its behalf. */
  functions = "";
  #laps: Duration[] = [];
  #changes = 0;

  constructor(isFirst: boolean) {
    this.isFirst = isFirst;
  }

  /** The shell ends; whatever of it still waits never goes on. */
  end(exitCode: number, atUs: Duration, logs: string): void {
    this.exit ??= { atUs, exitCode: exitCode & 255, logs: logs.slice(-LOG_TAIL) };
  }

  /** An endless loop begins another lap: how long each takes once they are all the same; null = they are not yet. */
  lap(nowUs: Duration, changeCount: number): Duration | null {
    if (changeCount !== this.#changes) this.#laps = [];
    this.#changes = changeCount;
    this.#laps.push(nowUs);
    const [last = 0, before = 0, first = 0] = this.#laps.slice(-3).reverse();
    const lapUs = last - before;
    const isSteady = lapUs === before - first;
    return isSteady && this.#laps.length > (lapUs === 0 ? BUSY_LAPS : QUIET_LAPS) ? lapUs : null;
  }
}
