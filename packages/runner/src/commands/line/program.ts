// The command line as commander sees it, and its complaints in the shape all errors have.
import { Command, CommanderError } from "commander";
import { closest } from "../../input/closest.js";
import { CommandFailure } from "./command-failure.js";
import { CommandLine } from "./command-line.js";
import type { CommandOutline } from "./command-outline.js";

/** What is to be done: a command with its line, or a text to print. */
export type Parsed<Definition extends CommandOutline> =
  | { readonly kind: "command"; readonly definition: Definition; readonly line: CommandLine }
  | { readonly kind: "text"; readonly text: string };

/** The command as commander has it, without the program around it. */
const configured = (definition: CommandOutline): Command => {
  const command = new Command(definition.name).description(definition.summary);
  definition.configure(command);
  return command;
};

const withoutPrefix = (message: string): string => message.replace(/^error: /, "");

/** "(Did you mean --nodes?)", which commander appends. */
const suggestionIn = (message: string): string | null =>
  /\(Did you mean (?:one of )?([^)?]+)\?\)/.exec(message)?.[1]?.split(", ")[0] ?? null;

const usageFailure = (error: CommanderError, definition: CommandOutline, command: Command): CommandFailure => {
  const message = withoutPrefix(error.message).split("\n")[0] ?? "";
  const near = suggestionIn(error.message);
  const flags = command.options.map(({ long, short }) => long ?? short ?? "");
  const takes = `podsim ${definition.name} ${command.usage().replace("[options] ", "")}`.trim();
  const why =
    error.code === "commander.unknownOption"
      ? `podsim ${definition.name} knows ${flags.join(" ")}`
      : `it is called so: ${takes}`;
  return CommandFailure.usage(message, why, near === null ? `podsim help ${definition.name}` : `did you mean ${near}?`);
};

const parseCommand = <Definition extends CommandOutline>(
  definition: Definition,
  args: readonly string[],
): Parsed<Definition> => {
  let help = "";
  const command = configured(definition)
    .exitOverride()
    .showSuggestionAfterError()
    .allowExcessArguments(false)
    .configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined })
    .action(() => undefined);
  try {
    command.parse([...args], { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.code === "commander.helpDisplayed") return { kind: "text", text: helpText(definition) };
    throw usageFailure(thrown, definition, command);
  }
  return { kind: "command", definition, line: new CommandLine(definition.name, command.args, command.opts()) };
};

/** What `podsim help COMMAND` prints. */
export const helpText = (definition: CommandOutline): string => {
  const command = configured(definition);
  command.name(`podsim ${definition.name}`).configureHelp({ helpWidth: 110, sortOptions: false });
  const examples = definition.examples.map((example) => `  ${example}\n`).join("");
  return `${command.helpInformation()}\nExamples:\n${examples}`;
};

const GROUPS = ["MAKE", "RUN", "LOOK", "JUDGE", "HELP"] as const;

/** What `podsim help` prints. */
export const overview = (commands: readonly CommandOutline[]): string => {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const blocks = GROUPS.map((group) => {
    const lines = commands
      .filter((command) => command.group === group)
      .map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`);
    return `${group}\n${lines.join("")}`;
  });
  return `podsim: what becomes of pods, simulated\n\n${blocks.join("\n")}\npodsim help COMMAND tells more, podsim help E105 explains an error.\n`;
};

const FIRST_FIVE = ["run", "get", "describe", "events", "timeline"];

/** What plain `podsim` prints. */
const startPage = (commands: readonly CommandOutline[]): string => {
  const lines = FIRST_FIVE.flatMap((name) => {
    const found = commands.find((command) => command.name === name);
    return found === undefined ? [] : [`  podsim ${name.padEnd(9)} ${found.summary}\n`];
  });
  return `${lines.join("")}\nmore: podsim help\n`;
};

/** Takes the arguments apart; throws CommandFailure for what cannot be understood. */
export const parseArguments = <Definition extends CommandOutline>(
  argv: readonly string[],
  commands: readonly Definition[],
  version: string,
): Parsed<Definition> => {
  const [first, ...rest] = argv;
  if (first === undefined) return { kind: "text", text: startPage(commands) };
  if (first === "--version" || first === "-V") return { kind: "text", text: `${version}\n` };
  if (first === "--help" || first === "-h") return { kind: "text", text: overview(commands) };
  const definition = commands.find(({ name }) => name === first);
  if (definition !== undefined) return parseCommand(definition, rest);
  const names = commands.map(({ name }) => name);
  const near = first.startsWith("-") ? null : closest(first, names);
  const what = first.startsWith("-") ? `unknown option '${first}'` : `unknown command '${first}'`;
  const why = first.startsWith("-") ? "options come after the command" : `the commands are ${names.join(", ")}`;
  throw CommandFailure.usage(what, why, near === null ? "podsim help" : `did you mean ${near}?`);
};
