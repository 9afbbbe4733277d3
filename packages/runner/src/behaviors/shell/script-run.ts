// One instance of a container being followed: its clock, its files, its first process, and what it knows of the network.
import type { Duration, ScriptHosts, ScriptRequest } from "@podsim/core";
import { programOf } from "./programs.js";
import { Shell } from "./shell.js";
import { VirtualTime } from "./virtual-time.js";
import { WatchedFiles } from "./watched-files.js";

export class ScriptRun {
  readonly request: ScriptRequest;
  readonly time = new VirtualTime();
  readonly files: WatchedFiles;
  readonly main = new Shell(true);
  readonly notes = new Set<string>();
  hosts: ScriptHosts;
  asksNetwork = false;
  sleeps = 0;
  /** Whether a program of the image's own told something: what follows from it is a guess. */
  isGuessed = false;
  /** Whether programs were installed: the image then holds more than it came with. */
  isExtended = false;

  constructor(request: ScriptRequest, filesMaxBytes: number) {
    this.request = request;
    this.files = new WatchedFiles(request, filesMaxBytes, request.terminationMessagePath);
    this.hosts = request.hosts;
  }

  /** When the next thing happens from outside; null = nothing does. */
  nextInputUs(): Duration | null {
    const { nowUs } = this.time;
    return this.request.inputs.find(({ atUs }) => atUs > nowUs)?.atUs ?? null;
  }

  /** The container works as a program that nobody follows: it is done some day, or serves until somebody stops it. */
  serve(name: string): void {
    const program = programOf(name, this.request.worksUs);
    this.main.program = program;
    const { worksUs } = program;
    if (worksUs === null) return;
    this.time.spawn(async () => {
      await this.time.sleepUntil(this.time.nowUs + worksUs);
      this.main.end(0, this.time.nowUs, "");
    });
  }

  /** A shell comes to its end. That it failed is only believed where everything it went by is known. */
  leave(shell: Shell, exitCode: number, logs: string): void {
    const isGuess = this.isGuessed || this.files.fs.asked > 0;
    // A program that a plain image lacks is missed for certain.
    const isCertain = exitCode === shell.lastWord || (exitCode === 127 && this.request.base !== null);
    if (exitCode === 0 || !isGuess || isCertain) return shell.end(exitCode, this.time.nowUs, logs);
    this.notes.add("what its image holds is not known, and it is taken to work");
    if (!shell.isFirst) return shell.end(0, this.time.nowUs, logs);
    this.serve("");
  }

  /** A signal reaches the process. To be called by a process of its own. */
  async signal(shell: Shell, signal: string): Promise<void> {
    if (shell.exit !== null) return;
    const { program } = shell;
    if (program !== null) {
      if (program.onSigterm === "ignore") return;
      const { afterUs, exitCode } = program.onSigterm;
      await this.time.sleepUntil(this.time.nowUs + afterUs);
      return shell.end(exitCode, this.time.nowUs, "");
    }
    const handler = shell.traps.get(signal);
    if (handler === undefined || handler === "") {
      // The kernel drops a signal that the first process has no handler for.
      if (!shell.isFirst) shell.end(143, this.time.nowUs, "");
    } else if (shell.interrupt === null) shell.pending.push(signal);
    else shell.interrupt(signal);
  }
}
