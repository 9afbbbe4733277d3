// The commands that the interpreter lacks or that take time: they work on the virtual clock of the container.
import { defineCommand } from "just-bash";
import type { CommandContext, CustomCommand, ExecResult } from "just-bash";
import type { Duration } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import { isApplet as isAppletOf, lacks, runsOn } from "../applets.js";
import { askingCommands } from "./asking-commands.js";
import { quoteWords } from "./command-line.js";
import { isFollowedCommand, isShell, withoutPlace } from "./followable.js";
import { isNetworkCommand } from "./network-commands.js";
import { isPlainPython, isPython, pythonText } from "./plain-python.js";
import { isInstaller, PATH, programOf, stepOf } from "./programs.js";
import { BACKGROUND_ID, STAND_IN } from "./rewrite-script.js";
import { runPython } from "./run-python.js";
import type { ScriptRun } from "./script-run.js";
import { durationOf } from "./seconds.js";
import type { Job, Shell } from "./shell.js";
import { readKill, SIGNAL_NAMES } from "./signal-words.js";

/** Marks that a handler did not leave the script. */
const SURVIVED = "__podsim_survived";

const done = (exitCode = 0, stdout = "", stderr = ""): ExecResult => ({ stdout, stderr, exitCode });

const envOf = (ctx: CommandContext): Record<string, string> => Object.fromEntries(ctx.env);

class ContainerCommands {
  /** Instant at which the command under a timeout is given up; null = there is none. */
  #deadlineUs: Duration | null = null;
  #survived = false;

  constructor(
    readonly run: ScriptRun,
    readonly shell: Shell,
  ) {}

  #exec(ctx: CommandContext, script: string): Promise<ExecResult> {
    if (ctx.exec === undefined) return Promise.resolve(done(127));
    return ctx.exec(script, { cwd: ctx.cwd, env: envOf(ctx) });
  }

  /** Ends the script from within; the caller never goes on. */
  async #leave(exitCode: number, logs = ""): Promise<never> {
    this.shell.end(exitCode, this.run.time.nowUs, logs);
    return await this.run.time.hang();
  }

  async #sleepUntil(atUs: Duration): Promise<void> {
    this.run.sleeps += 1;
    if (this.#deadlineUs !== null && atUs > this.#deadlineUs) await this.run.time.hang();
    await this.run.time.sleepUntil(atUs);
    if (this.shell.exit !== null) await this.run.time.hang();
  }

  /** Runs the handlers of the signals that came while a command was in the foreground. */
  async #handlePending(ctx: CommandContext): Promise<void> {
    for (let signal = this.shell.pending.shift(); signal !== undefined; signal = this.shell.pending.shift()) {
      const handler = this.shell.traps.get(signal) ?? "";
      if (handler === "") continue;
      this.#survived = false;
      const result = await this.#exec(ctx, `${this.shell.functions}${handler}\n${SURVIVED}`);
      if (!this.#survived) await this.#leave(result.exitCode, result.stdout + result.stderr);
      for (const [name, value] of Object.entries(result.env ?? {})) ctx.env.set(name, value);
    }
  }

  readonly #sleep = async (args: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    let us = 0;
    for (const arg of args) {
      const each = durationOf(arg);
      if (each === null) return done(1, "", `sleep: invalid time interval '${arg}'\n`);
      us = Math.min(NEVER, us + each);
    }
    if (us === NEVER) await this.run.time.hang();
    await this.#sleepUntil(this.run.time.nowUs + us);
    await this.#handlePending(ctx);
    return done();
  };

  readonly #timeout = async (args: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    const rest = [...args];
    while (rest[0]?.startsWith("-") === true) {
      const option = rest.shift() ?? "";
      if (/^-[kst]$/.test(option)) rest.shift();
    }
    const limit = durationOf(rest.shift() ?? "");
    if (limit === null || rest.length === 0) return done(125, "", "timeout: invalid time interval\n");
    const outer = this.#deadlineUs;
    const endUs = this.run.time.nowUs + limit;
    this.#deadlineUs = Math.min(outer ?? NEVER, endUs);
    const command = this.#exec(ctx, this.shell.functions + quoteWords(rest));
    const result = await Promise.race([command, this.#expiry(endUs)]);
    this.#deadlineUs = outer;
    return result ?? done(124);
  };

  /** A clock of its own that runs beside the command. */
  #expiry(endUs: Duration): Promise<null> {
    return new Promise((resolve) => {
      this.run.time.spawn(async () => {
        await this.run.time.sleepUntil(endUs);
        if (this.#deadlineUs === endUs) {
          this.run.time.resume();
          resolve(null);
        }
      });
    });
  }

  readonly #python = async (args: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    const code = pythonText(args);
    if (code === null || !isPlainPython(code)) return this.#last(["python", ...args], ctx);
    const { run } = this;
    const nowSeconds = (run.request.startedAtMillis + run.time.nowUs / 1_000) / 1_000;
    const end = await runPython(code, envOf(ctx), nowSeconds, run.request.untilUs / SECOND);
    if (end.sleptSeconds === null) await run.time.hang();
    const { stdout, stderr, exitCode } = end;
    await this.#sleepUntil(run.time.nowUs + Math.round((end.sleptSeconds ?? 0) * SECOND));
    await this.#handlePending(ctx);
    return done(exitCode, stdout, stderr);
  };

  readonly #trap = async (args: readonly string[]): Promise<ExecResult> => {
    const given = args[0] === "--" ? args.slice(1) : args;
    const [handler = "", ...signals] = given;
    const names = signals.map((name) => SIGNAL_NAMES[name] ?? name.replace(/^SIG/, ""));
    for (const name of signals.length === 0 ? [handler.replace(/^SIG/, "")] : names) {
      if (handler === "-" || signals.length === 0) this.shell.traps.delete(name);
      else this.shell.traps.set(name, handler);
    }
    return done();
  };

  readonly #background = async ([text = ""]: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    const job: Job = { isDone: false, onDone: [] };
    this.shell.jobs.push(job);
    ctx.env.set(BACKGROUND_ID, String(100 + this.shell.jobs.length));
    const finish = (): void => {
      job.isDone = true;
      for (const tell of job.onDone) tell();
    };
    this.run.time.spawn(async () => {
      await this.#exec(ctx, this.shell.functions + text).then(finish, finish);
    });
    return done();
  };

  readonly #wait = async (args: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    const wanted = args.map((arg) => this.shell.jobs[Number(arg) - 101]).filter((job) => job !== undefined);
    const jobs = (wanted.length > 0 ? wanted : this.shell.jobs).filter(({ isDone }) => !isDone);
    if (jobs.length > 0) {
      const signal = await this.#untilDone(jobs);
      if (this.shell.exit !== null) await this.run.time.hang();
      if (signal !== null) {
        this.shell.pending.push(signal);
        await this.#handlePending(ctx);
        return done(143);
      }
    }
    await this.#handlePending(ctx);
    return done();
  };

  async #untilDone(jobs: readonly Job[]): Promise<string | null> {
    let caught: string | null = null;
    await this.run.time.waitFor(
      new Promise<void>((resolve) => {
        let isOver = false;
        const goOn = (signal: string | null): void => {
          if (isOver) return;
          isOver = true;
          caught = signal;
          this.shell.interrupt = null;
          this.run.time.resume();
          resolve();
        };
        this.shell.interrupt = goOn;
        for (const job of jobs) job.onDone.push(() => (jobs.every(({ isDone }) => isDone) ? goOn(null) : undefined));
      }),
    );
    return caught;
  }

  readonly #replace = async (args: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    this.shell.traps.clear();
    this.shell.isOneCommand = true;
    const result = await this.#exec(ctx, quoteWords(args));
    this.run.leave(this.shell, result.exitCode, result.stdout + result.stderr);
    return await this.run.time.hang();
  };

  readonly #last = async ([name = "", ...args]: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    const other = await this.#otherThanProgram(name, args, ctx);
    if (other !== null) return other;
    const { base, worksUs } = this.run.request;
    const program = programOf(name, worksUs);
    const isApplet = isAppletOf(base, name);
    if (this.shell.isOneCommand) this.shell.program = program;
    if (isApplet ? !runsOn(name, args) : !this.shell.isFirst || program.worksUs !== null) {
      await this.#sleepUntil(this.run.time.nowUs + (isApplet ? stepOf(name) : (program.worksUs ?? stepOf(name))));
      await this.#handlePending(ctx);
      return done();
    }
    return await this.run.time.hang();
  };

  readonly #step = async ([name = "", ...args]: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    const other = await this.#otherThanProgram(name, args, ctx);
    if (other !== null) return other;
    if (isAppletOf(this.run.request.base, name) && runsOn(name, args)) return await this.run.time.hang();
    this.run.notes.add(`${name} is taken to succeed`);
    this.run.isGuessed = true;
    if (isInstaller(name, args)) this.run.isExtended = true;
    await this.#sleepUntil(this.run.time.nowUs + stepOf(name));
    await this.#handlePending(ctx);
    return done();
  };

  /** A script that a volume brings, a word to the container's own program, or something the image lacks. */
  async #otherThanProgram(name: string, args: readonly string[], ctx: CommandContext): Promise<ExecResult | null> {
    if (name === "") return done();
    const { fs } = this.run.files;
    if (isShell(name)) {
      const operand = args.find((arg) => !/^[-+]/.test(arg));
      const isHere = operand === undefined || (await fs.holds(fs.resolvePath(ctx.cwd, operand)));
      return isHere ? this.#exec(ctx, `command ${quoteWords([name, ...args])}`) : this.#tellMain(args);
    }
    const path = name.includes("/") ? fs.resolvePath(ctx.cwd, name) : null;
    if (path !== null && (await fs.holds(path))) return this.#exec(ctx, `command ${quoteWords(["sh", path, ...args])}`);
    const known = withoutPlace(name);
    if ((isFollowedCommand(known) && !isPython(known)) || isNetworkCommand(known))
      return this.#exec(ctx, quoteWords([known, ...args]));
    const isAbsent = path === null && !this.run.isExtended && lacks(this.run.request.base, name);
    return isAbsent && !(await this.#isBrought(name, ctx))
      ? done(127, "", `bash: ${name}: command not found\n`)
      : this.#tellMain(args);
  }

  /** Whether a volume or the script itself may have put a program where it is found. */
  async #isBrought(name: string, ctx: CommandContext): Promise<boolean> {
    const places = (ctx.env.get("PATH") ?? "").split(":");
    if (places.join(":") !== PATH) return true;
    for (const place of places) if (await this.run.files.fs.holds(`${place}/${name}`)) return true;
    return false;
  }

  /** Commands with which a server is told to stop, such as nginx -s quit. */
  #tellMain(args: readonly string[]): ExecResult | null {
    const words = args.join(" ");
    const stops = /^-s (quit|stop)$/.test(words) || /\b(graceful-stop|shutdown)\b/.test(words);
    if (!stops || this.shell.isFirst) return null;
    this.#send("TERM");
    return done();
  }

  #send(signal: string): void {
    this.run.time.spawn(() => this.run.signal(this.run.main, signal));
  }

  readonly #kill = async (args: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    const { signal, targets } = readKill(args);
    for (const target of targets) {
      const job = this.shell.jobs[Number(target) - 101];
      if (target === "1" || (target === "$$" && this.shell.isFirst)) {
        if (this.run.main.exit !== null) return done(1, "", "kill: No such process\n");
        if (signal !== "0" && signal !== "KILL") this.#send(signal);
      } else if (job === undefined || job.isDone) return done(1, "", `kill: (${target}) - No such process\n`);
    }
    // The signal arrives before the next command.
    await this.#sleepUntil(this.run.time.nowUs);
    if (this.shell.isFirst) await this.#handlePending(ctx);
    return done();
  };

  /** killall, pkill: by name, which can only mean the container's own program. */
  readonly #killByName = async (args: readonly string[]): Promise<ExecResult> => {
    const { signal } = readKill(args.filter((arg) => arg !== "-f" && arg !== "-x"));
    if (this.run.main.exit !== null) return done(1, "", "no process found\n");
    if (signal !== "0") this.#send(signal);
    await this.#sleepUntil(this.run.time.nowUs);
    return done();
  };

  readonly #processes = async (): Promise<ExecResult> => (this.run.main.exit === null ? done(0, "1\n") : done(1));

  /** Follows a file for ever, which prints it and then waits. */
  readonly #tail = async (args: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
    const follows = args.some((arg) => /^-[a-zA-Z]*[fF]$|^--follow|^--retry$/.test(arg));
    if (follows) return await this.run.time.hang();
    return (await ctx.origCommand?.([...args])) ?? done(1);
  };

  readonly #lap = async (): Promise<ExecResult> => {
    const { run, shell } = this;
    const lapUs = shell.lap(run.time.nowUs, run.files.changes.length);
    const isAlone = shell.jobs.every(({ isDone }) => isDone);
    if (lapUs === null || !isAlone) return done();
    const nextUs = run.nextInputUs();
    if (nextUs === null || lapUs === 0) {
      shell.isSettled = true;
      return await run.time.hang();
    }
    const laps = Math.floor((nextUs - run.time.nowUs) / lapUs);
    if (laps > 0) run.time.skip(laps * lapUs);
    return done();
  };

  all(): readonly CustomCommand[] {
    const { hostname } = this.run.request;
    const named: Readonly<Record<string, (args: string[], ctx: CommandContext) => Promise<ExecResult>>> = {
      sleep: this.#sleep,
      timeout: this.#timeout,
      trap: this.#trap,
      python: this.#python,
      python3: this.#python,
      kill: this.#kill,
      killall: this.#killByName,
      pkill: this.#killByName,
      pidof: this.#processes,
      pgrep: this.#processes,
      tail: this.#tail,
      hostname: () => Promise.resolve(done(0, `${hostname}\n`)),
      id: () => Promise.resolve(done(0, "uid=0(root) gid=0(root) groups=0(root)\n")),
      sync: () => Promise.resolve(done()),
      ulimit: () => Promise.resolve(done()),
      umask: () => Promise.resolve(done()),
      [SURVIVED]: () => {
        this.#survived = true;
        return Promise.resolve(done());
      },
      [STAND_IN.background]: this.#background,
      [STAND_IN.wait]: this.#wait,
      [STAND_IN.exec]: this.#replace,
      [STAND_IN.lap]: this.#lap,
      [STAND_IN.step]: this.#step,
      [STAND_IN.last]: this.#last,
    };
    const own = Object.entries(named).map(([name, execute]) => defineCommand(name, execute));
    return [...own, ...askingCommands(this.run)];
  }
}

/** Commands by which a shell of the container acts on its clock, its processes and its network. */
export const containerCommands = (run: ScriptRun, shell: Shell): readonly CustomCommand[] =>
  new ContainerCommands(run, shell).all();
