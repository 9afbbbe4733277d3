// How to print on one of the two streams: with colour or not, with ASCII signs only or not, how wide.
import type { Console, OutputStream } from "../../io/console.js";
import type { ColorFlag } from "../../io/terminal-policy.js";
import { wantsColor } from "../../io/terminal-policy.js";
import type { CommandLine } from "./command-line.js";

export interface TerminalStyle {
  readonly color: boolean;
  readonly ascii: boolean;
  readonly columns: number;
}

/** Where the stream is no terminal and so has no width. */
const COLUMNS_ELSEWHERE = 120;

export const styleOf = (stream: OutputStream, console: Console, color: ColorFlag, ascii: boolean): TerminalStyle => ({
  color: wantsColor(stream, console.environment, color),
  ascii,
  columns: stream.columns() ?? COLUMNS_ELSEWHERE,
});

/** The style that a command line asks for. */
export const styleFor = (stream: OutputStream, console: Console, line: CommandLine): TerminalStyle =>
  styleOf(stream, console, line.choice("color", ["auto", "always", "never"], "auto"), line.flag("ascii"));

export type Color = "green" | "yellow" | "red" | "cyan" | "dim";

const SGR: Readonly<Record<Color, number>> = { green: 32, yellow: 33, red: 31, cyan: 36, dim: 2 };

export const painted = (text: string, color: Color, { color: wanted }: TerminalStyle): string =>
  wanted && text !== "" ? `\u001b[${SGR[color]}m${text}\u001b[0m` : text;
