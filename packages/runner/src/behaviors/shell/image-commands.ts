// Commands of the interpreter that read files, as a container has them: one that fails over a file nobody knows, or over
// what a server said, is taken to succeed.
import { defineCommand, latin1FromBytes } from "just-bash";
import type { CommandContext, CustomCommand, ExecResult } from "just-bash";
import { lacks } from "../applets.js";
import { isFollowedCommand, withoutPlace } from "./followable.js";
import { isNetworkCommand, PAGE } from "./network-commands.js";
import { STAND_IN } from "./rewrite-script.js";
import type { ScriptRun } from "./script-run.js";

const READERS =
  "awk base64 cat chmod column comm cp cut diff du egrep expand fgrep file find fold grep gunzip gzip head join jq ln ls " +
  "md5sum mkdir mv nl od paste readlink rev rg rm rmdir sed sha1sum sha256sum sort split sqlite3 stat strings tac tar tee " +
  "touch tr tree unexpand uniq wc xan yq zcat";
const NOT_FOUND: ExecResult = { stdout: "", stderr: "", exitCode: 127 };
/** What the interpreter says of options it does not have; the image's own command may have them. */
const NOT_AN_OPTION = /(invalid|unrecognized|unknown) option/;

const reader = (run: ScriptRun, name: string): CustomCommand =>
  defineCommand(name, async (args, ctx) => {
    const { fs } = run.files;
    const asked = fs.asked;
    const perform = (words: string[]): Promise<ExecResult> => ctx.origCommand?.(words) ?? Promise.resolve(NOT_FOUND);
    let result = await perform(args);
    const isOdd = NOT_AN_OPTION.test(result.stderr);
    if (isOdd && /^(cp|mv)$/.test(name)) {
      const operands = args.filter((arg) => !arg.startsWith("-"));
      result = await perform(name === "cp" ? ["-r", ...operands] : operands);
    }
    const isTold = [latin1FromBytes(ctx.stdin), ...args].some((text) => text.includes(PAGE.trim()));
    const isGuess = isOdd || isTold || fs.asked > asked;
    if (!isGuess) return result;
    run.isGuessed = true;
    return result.exitCode === 0 ? result : { ...result, stderr: "", exitCode: 0 };
  });

/** Where the programs are: those of an image of somebody's own are taken to be there. */
const which = (run: ScriptRun, args: readonly string[]): ExecResult => {
  const names = args.filter((arg) => !arg.startsWith("-"));
  const isThere = (name: string): boolean => {
    const known = withoutPlace(name);
    if (isFollowedCommand(known) || isNetworkCommand(known)) return true;
    run.isGuessed ||= run.request.base === null;
    return run.isExtended || !lacks(run.request.base, known);
  };
  const found = names.filter(isThere);
  const stdout = found.map((name) => `${name.includes("/") ? name : `/usr/bin/${name}`}\n`).join("");
  return { stdout, stderr: "", exitCode: found.length === names.length ? 0 : 1 };
};

/** Makes a file, or a directory, of a name that nothing has yet: `mktemp` fills in the row of X in its operand. */
const makeTemporary = async (run: ScriptRun, args: readonly string[], ctx: CommandContext): Promise<ExecResult> => {
  const template = args.find((arg) => arg.includes("XXX")) ?? "/tmp/tmp.XXXXXX";
  const { fs } = run.files;
  const nameOf = (count: number): string =>
    fs.resolvePath(
      ctx.cwd,
      template.replace(/X+/, (marks) => String(count).padStart(marks.length, "a")),
    );
  let count = 0;
  while (await fs.holds(nameOf(count))) count += 1;
  const path = nameOf(count);
  if (args.some((arg) => /^-[a-z]*d/.test(arg))) await fs.mkdir(path, { recursive: true });
  else await fs.writeFile(path, "");
  return { stdout: `${path}\n`, stderr: "", exitCode: 0 };
};

export const imageCommands = (run: ScriptRun): readonly CustomCommand[] => [
  ...READERS.split(" ").map((name) => reader(run, name)),
  defineCommand("which", (args) => Promise.resolve(which(run, args))),
  defineCommand(STAND_IN.visit, async ([place = "."], ctx) => {
    await run.files.fs.visit(run.files.fs.resolvePath(ctx.cwd, place));
    return { stdout: "", stderr: "", exitCode: 0 };
  }),
  defineCommand("mktemp", (args, ctx) => makeTemporary(run, args, ctx)),
];
