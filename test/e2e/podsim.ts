// Runs the built program as a user does: as a process, in a directory of its own.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const program = join(root, "packages", "runner", "dist", "src", "main.js");

export interface Ended {
  /** The signal's number plus 128 where a signal ended it, as a shell has it. */
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly millis: number;
}

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

  /** Starts the program; the test talks to the process itself. */
  start(argv: readonly string[]): ChildProcess {
    const environment = { ...process.env, NO_COLOR: "1", PODSIM_RUN: "", PODSIM_AT: "" };
    for (const name of ["PODSIM_RUN", "PODSIM_AT", "PODSIM_STORE", "FORCE_COLOR"])
      Reflect.deleteProperty(environment, name);
    return spawn(process.execPath, [program, ...argv], { cwd: this.directory, env: environment });
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
    const startedAt = performance.now();
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({
        exit: code ?? SIGNALS[signal ?? ""] ?? -1,
        out: Buffer.concat(out).toString("utf8"),
        err: Buffer.concat(err).toString("utf8"),
        millis: performance.now() - startedAt,
      }),
    );
  });
