// One instance of a container being followed: its clock, its files, its first process, and what it knows of the network.
import type { Duration, ScriptHosts, ScriptRequest } from "@podsim/core";
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

  constructor(request: ScriptRequest, filesMaxBytes: number) {
    this.request = request;
    this.files = new WatchedFiles(filesMaxBytes, request.terminationMessagePath);
    this.hosts = request.hosts;
  }

  /** When the next thing happens from outside; null = nothing does. */
  nextInputUs(): Duration | null {
    const { nowUs } = this.time;
    return this.request.inputs.find(({ atUs }) => atUs > nowUs)?.atUs ?? null;
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
