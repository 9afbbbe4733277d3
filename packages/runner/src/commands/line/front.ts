// From arguments to exit code: finds the command, performs it, and prints what went wrong in the one shape errors have.
import { COMMANDS } from "../index.js";
import { exitCode } from "../../failures.js";
import { escapeTerminal } from "../../input/escape-terminal.js";
import { VERSION } from "../../version.js";
import { BrokenRun } from "../making/broken-run.js";
import { CommandFailure } from "./command-failure.js";
import { parseArguments } from "./program.js";
import { failureJson, failureText } from "./report-failure.js";
import type { Session } from "./session.js";
import type { TerminalStyle } from "./terminal-style.js";
import { styleOf } from "./terminal-style.js";

/** Whether -o json is among the arguments, also when they cannot be understood otherwise. */
const wantsJson = (argv: readonly string[]): boolean =>
  argv.some(
    (arg, k) => /^(-o=?|--output=)json$/.test(arg) || ((arg === "-o" || arg === "--output") && argv[k + 1] === "json"),
  );

const stderrStyle = (argv: readonly string[], { console }: Session): TerminalStyle => {
  const given = argv.flatMap((arg, k) =>
    arg === "--color" ? (argv[k + 1] ?? "") : (/^--color=(.*)$/.exec(arg)?.[1] ?? []),
  );
  const flag = given.at(-1);
  const color = flag === "always" || flag === "never" ? flag : "auto";
  return styleOf(console.stderr, console, color, argv.includes("--ascii"));
};

const stackOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

/** What broke, where, and how to see it again; the reader is not at fault. */
const breakage = (thrown: unknown, argv: readonly string[]): CommandFailure => {
  if (thrown instanceof BrokenRun) {
    const { message, seed, seq, nowUs, command } = thrown;
    return CommandFailure.usage(
      `podsim broke one of its own rules: ${message}`,
      `in seed ${seed}, after fact #${seq - 1} at ${nowUs} µs; this is a fault of podsim, not of your files`,
      `it happens again with: podsim ${command.join(" ")} --debug`,
    );
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return CommandFailure.usage(
    `podsim failed unexpectedly: ${message}`,
    "this is a fault of podsim, not of your files",
    `see where with: podsim ${argv.join(" ")} --debug`,
  );
};

const report = (failure: CommandFailure, argv: readonly string[], session: Session): void => {
  const text = wantsJson(argv) ? failureJson(failure) : failureText(failure, stderrStyle(argv, session));
  session.console.stderr.write(text);
};

/** Performs a command line; never throws for what a user can do wrong. */
export const runCommandLine = async (argv: readonly string[], outside: Omit<Session, "commands">): Promise<number> => {
  const session: Session = { ...outside, commands: COMMANDS };
  const { stdout, stderr } = session.console;
  try {
    const parsed = parseArguments(argv, COMMANDS, VERSION);
    if (parsed.kind === "text") {
      stdout.write(parsed.text);
      return exitCode("ok");
    }
    return exitCode(await parsed.definition.perform(parsed.line, session));
  } catch (thrown) {
    const isExpected = thrown instanceof CommandFailure;
    report(isExpected ? thrown : breakage(thrown, argv), argv, session);
    if (argv.includes("--debug")) {
      const cause = thrown instanceof BrokenRun ? thrown.cause : thrown;
      stderr.write(`${stackOf(cause).split("\n").map(escapeTerminal).join("\n")}\n`);
    }
    return exitCode(isExpected ? thrown.exit : "crash");
  }
};
