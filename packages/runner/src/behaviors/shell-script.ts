// What a container's command line does, where it is simple enough to know: sleeps, files that come and go, the exit code.
// Anything else is not guessed at.
import { isLeft } from "fp-ts/lib/Either.js";
import { parseDuration } from "@podsim/core";
import type { Duration } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";

/** When a file is there, from the start of the script. */
export interface FileSpan {
  readonly fromUs: Duration;
  /** NEVER = it stays. */
  readonly untilUs: Duration;
}

export interface Script {
  /** Until it ends; null = it does not. */
  readonly runUs: Duration | null;
  readonly exitCode: number;
  readonly files: ReadonlyMap<string, FileSpan>;
}

const SHELLS = /^(\/(usr\/)?bin\/)?(sh|bash|ash|dash)$/;

/** Commands that end at once and change nothing that matters here. */
const QUICK = new Set([
  "echo",
  "printf",
  "printenv",
  "env",
  "date",
  "hostname",
  "id",
  "whoami",
  "uname",
  "mkdir",
  "ls",
  "pwd",
  ":",
  "true",
  "export",
  "set",
]);

interface Running {
  atUs: Duration;
  readonly files: Map<string, FileSpan>;
  exitCode: number;
  /** It has ended, or goes on for ever. */
  over: "no" | "ended" | "forever";
}

const sleepTime = (words: readonly string[]): Duration | null | "forever" => {
  const [, amount = ""] = words;
  if (words.length !== 2) return null;
  if (/^inf(inity)?$/.test(amount)) return "forever";
  if (/^\d+(\.\d+)?$/.test(amount)) return Math.round(Number(amount) * SECOND);
  const parsed = parseDuration(amount);
  return isLeft(parsed) ? null : parsed.right;
};

const create = (run: Running, file: string): void => {
  if (run.files.get(file)?.untilUs !== NEVER) run.files.set(file, { fromUs: run.atUs, untilUs: NEVER });
};

const remove = (run: Running, file: string): void => {
  const span = run.files.get(file);
  if (span?.untilUs === NEVER) run.files.set(file, { fromUs: span.fromUs, untilUs: run.atUs });
};

const withoutFlags = (words: readonly string[]): readonly string[] =>
  words.slice(1).filter((word) => !word.startsWith("-"));

/** One command; false when it is not understood. */
const execute = (words: readonly string[], run: Running): boolean => {
  const name = (words[0] ?? "").replace(/^\/(usr\/)?bin\//, "");
  if (QUICK.has(name)) run.exitCode = 0;
  else if (name === "false") run.exitCode = 1;
  else if (name === "touch") for (const file of withoutFlags(words)) create(run, file);
  else if (name === "rm") for (const file of withoutFlags(words)) remove(run, file);
  else if (name === "exit") {
    run.exitCode = words.length > 1 ? Number(words[1]) & 255 : run.exitCode;
    run.over = "ended";
    return words.length <= 2 && /^\d*$/.test(words[1] ?? "");
  } else if (name === "sleep") {
    const time = sleepTime(words);
    if (time === null) return false;
    if (time === "forever") run.over = "forever";
    else run.atUs += time;
    run.exitCode = 0;
  } else if (name === "tail" && words.includes("-f")) run.over = "forever";
  else return /^\w+=\S*$/.test(words.join(" "));
  return true;
};

/** Redirections create their file; what is left is the command. */
const withRedirections = (words: readonly string[], run: Running): readonly string[] | null => {
  const rest: string[] = [];
  for (let ix = 0; ix < words.length; ix += 1) {
    const word = words[ix] ?? "";
    const match = /^(\d?)>>?(.*)$/.exec(word);
    if (match === null) rest.push(word);
    else {
      const target = match[2] === "" ? (words[(ix += 1)] ?? "") : (match[2] ?? "");
      if (target.startsWith("&")) continue;
      if (target === "") return null;
      create(run, target);
    }
  }
  return rest;
};

type Token = { readonly kind: "word"; readonly text: string } | { readonly kind: "end"; readonly text: ";" | "&&" };

/** Words and ends of commands; null where the script uses more of the shell than that. */
const tokens = (script: string): readonly Token[] | null => {
  const found: Token[] = [];
  const pattern = /[ \t]*(?:(&&)|([;\n])|((?:"[^"`$]*"|'[^']*'|\\.|[^\s;&|<"'`$()\\])+))/y;
  let at = 0;
  const text = script.replace(/\s+$/, "");
  while (at < text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return null;
    const [, and, end, word] = match;
    if (and !== undefined) found.push({ kind: "end", text: "&&" });
    else if (end !== undefined) found.push({ kind: "end", text: ";" });
    else found.push({ kind: "word", text: (word ?? "").replace(/"([^"]*)"|'([^']*)'|\\(.)/g, "$1$2$3") });
    at = pattern.lastIndex;
  }
  return found;
};

const LOOP = /(^|[;\n]|&&)\s*while\s+(true|:|\[\s*(true|1)\s*\])\s*(;|\n)\s*do\b/;

const readScript = (text: string): Script | null => {
  if (/\btrap\b/.test(text)) return null;
  const loop = LOOP.exec(text);
  const straight = tokens(loop === null ? text : text.slice(0, loop.index));
  const mayEnd = loop !== null && /\b(break|exit|return)\b/.test(text.slice(loop.index));
  if (straight === null || mayEnd) return null;
  const run: Running = { atUs: 0, files: new Map(), exitCode: 0, over: "no" };
  let words: string[] = [];
  for (const token of [...straight, { kind: "end", text: ";" } as const]) {
    if (token.kind === "word") {
      words.push(token.text);
      continue;
    }
    if (words.length > 0) {
      const command = withRedirections(words, run);
      if (command === null || !execute(command, run)) return null;
    }
    if (run.over !== "no") break;
    words = [];
    if (token.text === "&&" && run.exitCode !== 0) return { runUs: run.atUs, exitCode: run.exitCode, files: run.files };
  }
  const goesOn = run.over === "forever" || (run.over === "no" && loop !== null);
  return { runUs: goesOn ? null : run.atUs, exitCode: goesOn ? 0 : run.exitCode, files: run.files };
};

/** What a command line does; null when it is not one of the simple ones. */
export const scriptOf = (argv: readonly string[]): Script | null => {
  const [program = "", flag = "", script, ...others] = argv;
  if (SHELLS.test(program)) {
    return /^-\w*c$/.test(flag) && script !== undefined && others.length === 0 ? readScript(script) : null;
  }
  const run: Running = { atUs: 0, files: new Map(), exitCode: 0, over: "no" };
  if (argv.length === 0 || program.includes("=") || program === "exit" || !execute(argv, run)) return null;
  return { runUs: run.over === "forever" ? null : run.atUs, exitCode: run.exitCode, files: run.files };
};
