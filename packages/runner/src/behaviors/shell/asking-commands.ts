// Commands that ask the network, as a container has them: what they are answered is printed or kept in its files.
import { defineCommand } from "just-bash";
import type { CustomCommand } from "just-bash";
import { NETWORK_COMMANDS, PAGE } from "./network-commands.js";
import type { ScriptRun } from "./script-run.js";

/** Who listens asks nobody. */
const listens = (name: string, args: readonly string[]): boolean =>
  /^(nc|netcat)$/.test(name) && args.some((arg) => /^-[a-z]*l|^--listen$/.test(arg));

export const askingCommands = (run: ScriptRun): readonly CustomCommand[] =>
  Object.entries(NETWORK_COMMANDS).map(([name, ask]) =>
    defineCommand(name, async (args, ctx) => {
      if (listens(name, args)) return await run.time.hang();
      run.asksNetwork = true;
      const { stdout, stderr, exitCode, file } = ask(run.hosts, args);
      run.isGuessed ||= stdout.includes(PAGE);
      if (file !== null) await ctx.fs.writeFile(ctx.fs.resolvePath(ctx.cwd, file), PAGE);
      return { stdout, stderr, exitCode };
    }),
  );
