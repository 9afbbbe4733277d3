// Runs the built program as a user does: as a process, in a directory of its own.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const program = join(root, "packages", "runner", "dist", "cli", "podsim.js");

export interface Ended {
  /** The signal's number plus 128 where a signal ended it, as a shell has it. */
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Has a process say on descriptor 3 how much of a processor it took, in ms: unlike its wall clock, no neighbour adds to that. */
const TELL_CPU = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs";' +
    'process.on("exit", () => { const { user, system } = process.cpuUsage(); writeSync(3, String((user + system) / 1000)); });',
)}`;

const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 130, SIGKILL: 137, SIGTERM: 143, SIGPIPE: 141 };

export class Playground {
  readonly directory: string;

  constructor(files: Readonly<Record<string, string>> = {}) {
    if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);
    this.directory = mkdtempSync(join(tmpdir(), "podsim-e2e-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.directory, name), text);
  }

  path(...names: readonly string[]): string {
    return join(this.directory, ...names);
  }

  private environment(): NodeJS.ProcessEnv {
    const environment = { ...process.env, NO_COLOR: "1", PODSIM_RUN: "", PODSIM_AT: "" };
    for (const name of ["PODSIM_RUN", "PODSIM_AT", "PODSIM_STORE", "FORCE_COLOR"])
      Reflect.deleteProperty(environment, name);
    return environment;
  }

  /** Starts the program; the test talks to the process itself. */
  start(argv: readonly string[]): ChildProcess {
    return spawn(process.execPath, [program, ...argv], { cwd: this.directory, env: this.environment() });
  }

  /** Runs it to its end; with `cpuMillis`, of all its threads and with node's own start. */
  async measured(argv: readonly string[]): Promise<Ended & { readonly cpuMillis: number }> {
    const child = spawn(process.execPath, [`--import=${TELL_CPU}`, program, ...argv], {
      cwd: this.directory,
      env: this.environment(),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    let told = "";
    (child.stdio[3] as Readable).on("data", (chunk: Buffer) => (told += chunk.toString("utf8")));
    const end = await ended(child);
    return { ...end, cpuMillis: told === "" ? Number.POSITIVE_INFINITY : Number(told) };
  }

  /** Runs it to its end, with this text as standard input. */
  async podsim(argv: readonly string[], input = ""): Promise<Ended> {
    const child = this.start(argv);
    child.stdin?.end(input);
    return ended(child);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({
        exit: code ?? SIGNALS[signal ?? ""] ?? -1,
        out: Buffer.concat(out).toString("utf8"),
        err: Buffer.concat(err).toString("utf8"),
      }),
    );
  });
