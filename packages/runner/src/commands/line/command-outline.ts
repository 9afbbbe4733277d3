// A command as help and the parser know it, without what it does.
import type { Command } from "commander";

export interface CommandOutline {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Which heading of that list it stands under. */
  readonly group: "MAKE" | "RUN" | "LOOK" | "JUDGE" | "HELP";
  /** Command lines that do something useful as they stand. */
  readonly examples: readonly string[];
  /** Declares arguments and options. */
  readonly configure: (command: Command) => void;
}
