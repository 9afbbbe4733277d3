// A container's command as a script: a shell's -c text, a script file that a volume brings, or one program with arguments.
import type { BaseImage } from "@podsim/core";
import { isApplet } from "../applets.js";
import { isFollowedCommand, isShell, unwrapped, withoutPlace } from "./followable.js";
import type { ImageFiles } from "./image-files.js";
import { isNetworkCommand } from "./network-commands.js";

export interface CommandLine {
  readonly script: string;
  /** As it was called; "" = no shell. */
  readonly shellName: string;
  readonly isErrexit: boolean;
}

export const quoteWords = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");

const isOption = (word: string): boolean => /^[-+][a-zA-Z]+$/.test(word) || word.startsWith("--");

const readFile = async (fs: ImageFiles, path: string): Promise<string | null> =>
  (await fs.holds(path)) ? await fs.readFile(path) : null;

/** The rest of a shell's arguments, once its options are read. */
const shellLine = async (argv: readonly string[], fs: ImageFiles): Promise<CommandLine | null> => {
  const [shellName = "sh", ...rest] = argv;
  const options: string[] = [];
  let hasText = false;
  while (rest[0] !== undefined && isOption(rest[0])) {
    const option = rest.shift() ?? "";
    if (option.startsWith("--")) continue;
    if (option.includes("c")) hasText = true;
    if (option.includes("o")) options.push(`set ${option.startsWith("+") ? "+" : "-"}o ${rest.shift() ?? ""}`);
    const flags = option
      .slice(1)
      .replace(/[^eufx]/g, "")
      .replace("x", "");
    if (flags !== "") options.push(`set -${flags}`);
  }
  const [text, ...args] = rest;
  const isErrexit = options.some((line) => /^set -(\w*e|o errexit)/.test(line));
  const setUp = options.length === 0 ? "" : `${options.join("; ")}\n`;
  if (text === undefined) return { script: "true", shellName, isErrexit: false };
  const body = hasText ? text : await readFile(fs, text);
  if (body === null) return null;
  const words = hasText ? args.slice(1) : args;
  const positional = words.length === 0 ? "" : `set -- ${quoteWords(words)}\n`;
  return { script: `${setUp}${positional}${body}`, shellName, isErrexit };
};

const SCRIPT = /^#!.*\b(sh|bash|ash|dash)\b/;

/** null = a program that is nobody's script. */
export const commandLine = async (
  given: readonly string[],
  fs: ImageFiles,
  base: BaseImage | null,
): Promise<CommandLine | null> => {
  const argv = unwrapped(given);
  const [name = "", ...args] = argv;
  if (isShell(name)) return shellLine(argv, fs);
  const file = name.includes("/") ? await readFile(fs, name) : null;
  if (file !== null && (SCRIPT.test(file) || !file.startsWith("#!"))) {
    const positional = args.length === 0 ? "" : `set -- ${quoteWords(args)}\n`;
    return { script: positional + file, shellName: "sh", isErrexit: false };
  }
  const known = withoutPlace(name);
  if (!isFollowedCommand(known) && !isNetworkCommand(known) && !isApplet(base, known)) return null;
  return { script: quoteWords([known, ...args]), shellName: "", isErrexit: false };
};
