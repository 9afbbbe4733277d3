// One verb of the command line: how it is called and what it does.
import type { ExitName } from "../../failures.js";
import type { CommandLine } from "./command-line.js";
import type { CommandOutline } from "./command-outline.js";
import type { Session } from "./session.js";

export interface CommandDefinition extends CommandOutline {
  /** Loads what it needs when it is called: a command that is not called costs nothing. */
  readonly perform: (line: CommandLine, session: Session) => Promise<ExitName>;
}
