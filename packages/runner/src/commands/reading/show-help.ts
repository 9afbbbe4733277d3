// `help`: the list of commands, one command, an error code, or one of a few topics.
import { errorPage, errorPageText, EXIT_CODES } from "../../failures.js";
import type { ExitName } from "../../failures.js";
import { ERROR_PAGES } from "../../error-pages.js";
import { closest } from "../../input/closest.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { helpText, overview } from "../line/program.js";
import type { CommandOutline } from "../line/command-outline.js";
import type { Session } from "../line/session.js";

const FIDELITY = `What podsim models is what decides where pods run, when they start, fail, restart and stop, and what the
controllers make of it. A field of a manifest that Kubernetes would act on and podsim does not is named in a warning
(W501), as is a kind of object (W502); what the run does instead is said there. With --strict both are errors.

podsim run -f FILE --strict       refuses what is not modelled
podsim validate FILE              names it without running
podsim list metrics               what can be measured
`;

const TOPICS: Readonly<Record<string, () => string>> = {
  fidelity: () => FIDELITY,
  "exit-codes": () =>
    `${EXIT_CODES.map(({ code, meaning }) => `${String(code).padStart(4)}  ${meaning}`).join("\n")}\n`,
};

const commandHelp = (topic: string, commands: readonly CommandOutline[]): string | null => {
  const found = commands.find(({ name }) => name === topic);
  return found === undefined ? null : helpText(found);
};

export const showHelp = (line: CommandLine, session: Session): ExitName => {
  const [topic] = line.arguments;
  const { commands } = session;
  const { stdout } = session.console;
  if (topic === undefined) {
    stdout.write(overview(commands));
    return "ok";
  }
  const page = errorPage(topic);
  const text = page !== null ? errorPageText(page) : (TOPICS[topic]?.() ?? commandHelp(topic, commands));
  if (text === null) {
    const known = [...commands.map(({ name }) => name), ...Object.keys(TOPICS), ...ERROR_PAGES.map(({ code }) => code)];
    const near = closest(topic, known);
    throw CommandFailure.usage(
      `there is no help on "${topic}"`,
      "there is on commands, error codes, fidelity and exit-codes",
      near === null ? "podsim help" : `did you mean ${near}?`,
    );
  }
  stdout.write(text);
  return "ok";
};
