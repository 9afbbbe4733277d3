// A command line after it was taken apart: arguments, and options by name with their values checked where they are read.
import { closest } from "../../input/closest.js";
import { CommandFailure } from "./command-failure.js";

export class CommandLine {
  /** Without the command's own name. */
  readonly arguments: readonly string[];
  readonly #command: string;
  readonly #options: Readonly<Record<string, unknown>>;

  constructor(command: string, args: readonly string[], options: Readonly<Record<string, unknown>>) {
    this.#command = command;
    this.arguments = args;
    this.#options = options;
  }

  /** "podsim get", for texts. */
  get name(): string {
    return `podsim ${this.#command}`;
  }

  /** The same options with other arguments, for a command that is another in some of its forms. */
  withArguments(args: readonly string[]): CommandLine {
    return new CommandLine(this.#command, args, this.#options);
  }

  /** The value of an option that takes one; null if it is not given. */
  text(option: string): string | null {
    const value = this.#options[option];
    return typeof value === "string" ? value : null;
  }

  /** The values of an option that can be given several times. */
  texts(option: string): readonly string[] {
    const value = this.#options[option];
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  }

  flag(option: string): boolean {
    return this.#options[option] === true;
  }

  /** A value out of a closed list. */
  choice<Choice extends string>(option: string, choices: readonly Choice[], otherwise: Choice): Choice {
    const given = this.text(option);
    if (given === null) return otherwise;
    const chosen = choices.find((choice) => choice === given);
    if (chosen !== undefined) return chosen;
    const near = closest(given, choices);
    throw CommandFailure.usage(
      `${this.#flagName(option)} cannot be "${given}"`,
      `${this.name} knows ${choices.join(", ")}`,
      near === null ? `write ${this.#flagName(option)} ${otherwise}` : `did you mean ${near}?`,
    );
  }

  /** A whole number within bounds; null if it is not given. */
  whole(option: string, least: number, greatest: number): number | null {
    const given = this.text(option);
    if (given === null) return null;
    const number = /^\d{1,15}(e\d)?$/.test(given) ? Number(given) : NaN;
    if (number >= least && number <= greatest) return number;
    throw CommandFailure.usage(
      `${this.#flagName(option)} needs a whole number from ${least} to ${greatest}, got "${given}"`,
      "nothing else can be meant by it",
      `write ${this.#flagName(option)} ${least}`,
    );
  }

  #flagName(option: string): string {
    if (option === "output") return "-o";
    return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  }
}
