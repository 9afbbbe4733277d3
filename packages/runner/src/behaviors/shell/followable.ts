// Which command lines can be followed, told without loading the interpreter: it is only loaded where one is.
import type { Container, Volume } from "@podsim/core";
import { isApplet } from "../applets.js";
import { baseImage } from "../known-images.js";
import { isPlainPython, isPython, pythonText } from "./plain-python.js";

/** Commands of the interpreter itself; a test holds the list to it. */
const INTERPRETED =
  "alias awk base64 basename bash cat chmod clear column comm cp cut date diff dirname du echo egrep env expand expr " +
  "false fgrep file find fold grep gunzip gzip head help history hostname html-to-markdown join jq ln ls md5sum mkdir " +
  "mv nl od paste printenv printf pwd readlink rev rg rm rmdir sed seq sh sha1sum sha256sum sleep sort split sqlite3 " +
  "stat strings tac tail tar tee time timeout touch tr tree true unalias unexpand uniq wc which whoami xan xargs yq zcat";

/** Words of the shell's own, and commands of ours. */
const ADDED =
  ". : [ bg break builtin cd command compgen complete continue declare dirs disown enable eval exec exit export fg " +
  "getopts hash id jobs kill killall let local logout mapfile mktemp pgrep pidof pkill popd pushd read readarray readonly " +
  "python python3 return set shift shopt source sync test times trap type typeset ulimit umask unset wait";

const KNOWN: ReadonlySet<string> = new Set(`${INTERPRETED} ${ADDED}`.split(" "));

export const interpretedNames = (): readonly string[] => INTERPRETED.split(" ");

const SHELL = /^(.*\/)?(sh|bash|ash|dash)$/;
/** Wrappers that run what follows them as it is. */
const WRAPPER = /^(.*\/)?(tini|dumb-init|docker-init|nohup|setsid)$/;
const STANDARD_PLACES = /^(\/usr)?(\/local)?\/s?bin\//;

export const withoutPlace = (name: string): string => name.replace(STANDARD_PLACES, "");

export const isShell = (name: string): boolean => SHELL.test(name);

/** Whether the interpreter, or we, know the command; any other is a program of the image. */
export const isFollowedCommand = (name: string): boolean => KNOWN.has(name) || name.startsWith("__podsim_");

export const unwrapped = (argv: readonly string[]): readonly string[] => {
  const rest = [...argv];
  while (rest[0] !== undefined && WRAPPER.test(rest[0])) {
    rest.shift();
    while (rest[0]?.startsWith("-") === true) rest.shift();
  }
  return rest;
};

const isBrought = (path: string, container: Container, volumes: readonly Volume[]): boolean =>
  (container.volumeMounts ?? []).some(({ name, mountPath }) => {
    const volume = volumes.find((each) => each.name === name);
    const holdsFiles = volume?.configMap ?? volume?.secret ?? volume?.projected;
    return holdsFiles !== undefined && (path === mountPath || path.startsWith(mountPath.replace(/\/*$/, "/")));
  });

/** Whether a container's command can be followed from its first word on. */
export const isFollowable = (argv: readonly string[], container: Container, volumes: readonly Volume[]): boolean => {
  const [name = "", ...args] = unwrapped(argv);
  if (isPython(name)) return isPlainPython(pythonText(args) ?? "open");
  if (!isShell(name)) {
    const known = withoutPlace(name);
    const isHeld = isFollowedCommand(known) || isApplet(baseImage(container.image), known);
    return isHeld || isBrought(name, container, volumes);
  }
  const options = args.findIndex((arg) => !/^[-+]/.test(arg));
  const hasText = args.slice(0, options < 0 ? args.length : options).some((arg) => /^-[a-z]*c/.test(arg));
  const operand = args.find((arg, ix) => !/^[-+]/.test(arg) && !/o$/.test(args[ix - 1] ?? ""));
  return hasText || operand === undefined || isBrought(operand, container, volumes);
};
