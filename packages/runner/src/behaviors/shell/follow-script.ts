// Follows one instance of a container through its command in virtual time, with what happens to it from outside.
import { Bash } from "just-bash";
import type { ScriptFile, ScriptRequest, ScriptTrace } from "@podsim/core";
import { commandLine } from "./command-line.js";
import type { CommandLine } from "./command-line.js";
import { containerCommands } from "./container-commands.js";
import { imageCommands } from "./image-commands.js";
import { PATH } from "./programs.js";
import { rewriteScript } from "./rewrite-script.js";
import { ScriptRun } from "./script-run.js";
import { Shell } from "./shell.js";
import { isFollowedCommand } from "./followable.js";
import { isNetworkCommand } from "./network-commands.js";
import { virtualDates } from "./virtual-date.js";
import { wordErrors } from "./word-errors.js";

/** Bounds of one interpretation: what goes beyond them is taken to go on for ever. */
const COMMANDS_MAX = 40_000;
const SLEEPS_MAX = 20_000;
const OUTPUT_MAX = 4 * 1024 * 1024;
const FILES_MAX = 16 * 1024 * 1024;

const TOO_MUCH = "it does more than is followed and is taken to go on for ever";

const isKnown = (name: string): boolean => isFollowedCommand(name) || isNetworkCommand(name);

const bashFor = (run: ScriptRun, shell: Shell, line: CommandLine): Bash => {
  const { request } = run;
  const bash = new Bash({
    fs: run.files.fs,
    cwd: request.workingDir,
    env: { HOME: "/root", HOSTNAME: request.hostname, PATH, ...request.env },
    // The script acts on files in memory and on commands of ours alone.
    defenseInDepth: false,
    processInfo: { pid: shell.isFirst ? 1 : 100, ppid: 0, uid: 0, gid: 0 },
    customCommands: [...containerCommands(run, shell), ...imageCommands(run)],
    executionLimits: {
      maxCommandCount: COMMANDS_MAX,
      maxLoopIterations: COMMANDS_MAX,
      maxOutputSize: OUTPUT_MAX,
      maxExecutionTimeMs: Number.MAX_SAFE_INTEGER,
      maxFileSystemBytes: FILES_MAX,
    },
  });
  let isWhole = true;
  bash.registerTransformPlugin({
    name: "podsim",
    transform: ({ ast }) => {
      const { script, isOneCommand, functions, lastWord } = rewriteScript(ast, isKnown, line.isErrexit);
      if (isWhole) {
        // Everything after the first is a part of it that runs by itself.
        isWhole = false;
        shell.isOneCommand = isOneCommand;
        shell.functions = functions;
        shell.lastWord = lastWord;
      }
      return { ast: script };
    },
  });
  return bash;
};

/** Runs a command line as a process of its own. */
const launch = (run: ScriptRun, shell: Shell, line: CommandLine): void => {
  const bash = bashFor(run, shell, line);
  run.time.spawn(async () => {
    const result = await bash.exec(line.script, { rawScript: true });
    if (shell.exit !== null) return;
    if (result.exitCode === 126 && /executionLimits|limit/i.test(result.stderr)) {
      run.notes.add(TOO_MUCH);
      shell.isSettled = true;
      return;
    }
    const onExit = shell.traps.get("EXIT") ?? "";
    shell.traps.clear();
    if (onExit !== "") await bash.exec(shell.functions + onExit, { rawScript: true, env: result.env });
    const output = result.stdout + wordErrors(result.stderr, run.request.tools, line.shellName);
    run.leave(shell, result.exitCode, output);
  });
};

const startInputs = (run: ScriptRun, shells: Map<number, Shell>): void => {
  run.request.inputs.forEach((input, ix) => {
    run.time.spawn(async () => {
      await run.time.sleepUntil(input.atUs);
      switch (input.kind) {
        case "signal":
          return run.signal(run.main, input.signal);
        case "network":
          run.hosts = input.hosts;
          return;
        case "files":
          return run.files.put(input.changes);
        case "command": {
          const shell = new Shell(false);
          shells.set(ix, shell);
          const line = await commandLine(input.argv, run.files.fs, run.request.base);
          if (line === null) shell.end(0, run.time.nowUs, "");
          else launch(run, shell, line);
        }
      }
    });
  });
};

/** What every container finds in /etc, whatever its image is. */
const etcFiles = ({ hostname }: ScriptRequest): readonly ScriptFile[] => [
  { path: "/etc/hostname", content: `${hostname}\n` },
  { path: "/etc/hosts", content: "127.0.0.1\tlocalhost\n::1\tlocalhost\n" },
  { path: "/etc/resolv.conf", content: "search default.svc.cluster.local svc.cluster.local cluster.local\n" },
];

const start = async (run: ScriptRun): Promise<void> => {
  const { request } = run;
  for (const directory of ["/tmp", "/run", "/var/run", request.workingDir, ...request.directories]) {
    await run.files.fs.mkdir(directory, { recursive: true });
  }
  await run.files.put([...etcFiles(request), ...request.files]);
  await run.files.observe(0);
  run.files.changes.length = 0;
  run.files.fs.asked = 0;
  if (request.argv === null) return run.serve("");
  const line = await commandLine(request.argv, run.files.fs, request.base);
  if (line === null) run.serve(request.argv[0] ?? "");
  else launch(run, run.main, line);
};

const follow = async (run: ScriptRun): Promise<ScriptTrace> => {
  const { request, main, time, files } = run;
  const shells = new Map<number, Shell>();
  await start(run);
  startInputs(run, shells);
  const lastInputUs = request.inputs.at(-1)?.atUs ?? 0;
  const isOver = (): boolean =>
    time.nowUs >= lastInputUs &&
    shells.size === request.inputs.filter(({ kind }) => kind === "command").length &&
    [main, ...shells.values()].every(({ exit, isSettled }) => exit !== null || isSettled);
  const isQuiet = await time.run(request.untilUs, async () => {
    await files.observe(time.nowUs);
    if (run.sleeps > SLEEPS_MAX) {
      run.notes.add(TOO_MUCH);
      main.isSettled = true;
      return false;
    }
    return !isOver();
  });
  await files.observe(time.nowUs);
  if (files.isCapped) run.notes.add("it writes a file again and again; what it holds later is not followed");
  return {
    exit: main.exit,
    knownUntilUs: isQuiet || main.isSettled || main.exit !== null ? null : request.untilUs,
    changes: files.changes,
    commands: [...shells].map(([input, { exit }]) => ({ input, atUs: request.inputs[input]?.atUs ?? 0, exit })),
    asksNetwork: run.asksNetwork,
    notes: [...run.notes],
  };
};

/** Only one request may be followed at a time: dates and $RANDOM are the container's meanwhile. */
export const followScript = async (request: ScriptRequest): Promise<ScriptTrace> => {
  const run = new ScriptRun(request, FILES_MAX);
  const restore = virtualDates(() => request.startedAtMillis + run.time.nowUs / 1_000, request.luck);
  try {
    return await follow(run);
  } finally {
    restore();
  }
};
