// Compiles what changed and puts `podsim` where npx finds it: build.ts [--if-stale] [--packages, without the tests].
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleCommandLine, bundledEntries } from "./bundle.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const bin = join(root, "node_modules", ".bin");
const generated = new Set(["dist", "node_modules"]);

const say = (line: string): void => void process.stdout.write(`podsim: ${line}\n`);

const packageFolders = (): readonly string[] =>
  readdirSync(join(root, "packages")).filter((name) => existsSync(join(root, "packages", name, "package.json")));

/** Files and folders under `folder`; a folder's own date moves when a file in it is added, renamed or removed. */
function* entriesUnder(folder: string): Generator<string> {
  yield folder;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (generated.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* entriesUnder(path);
    else yield path;
  }
}

/** Everything a compile of the packages, and with `all` of tests and benchmarks too, depends on. */
function* inputs(all: boolean): Generator<string> {
  yield join(root, "tsconfig.base.json");
  yield join(root, "package-lock.json");
  yield join(root, "test", "rules", "build.ts");
  yield join(root, "test", "rules", "bundle.ts");
  for (const name of packageFolders()) {
    const folder = join(root, "packages", name);
    yield join(folder, "package.json");
    yield join(folder, "tsconfig.json");
    for (const part of ["src", "testing"]) if (existsSync(join(folder, part))) yield* entriesUnder(join(folder, part));
  }
  if (!all) return;
  for (const entry of readdirSync(root)) if (/\.(ts|json)$/.test(entry)) yield join(root, entry);
  for (const part of ["test", "benchmarks"]) yield* entriesUnder(join(root, part));
}

/** packages/core/src/time.ts → packages/core/dist/src/time.js; null for what compiles to nothing. */
const outputOf = (path: string): string | null => {
  if (!path.endsWith(".ts") || path.endsWith(".d.ts")) return null;
  const [top = "", ...rest] = relative(root, path).split(/[\\/]/);
  if (rest.length === 0) return null;
  const project = top === "packages" ? [top, ...rest.splice(0, 1)] : [top];
  return join(root, ...project, "dist", ...rest).replace(/\.ts$/, ".js");
};

const isStale = (stamp: string, all: boolean): boolean => {
  if (!existsSync(stamp)) return true;
  const builtAt = statSync(stamp).mtimeMs;
  if (!bundledEntries(root).every((path) => existsSync(path))) return true;
  for (const path of inputs(all)) {
    if (statSync(path).mtimeMs >= builtAt) return true;
    const output = outputOf(path);
    if (output !== null && !existsSync(output)) return true;
  }
  return false;
};

const compile = (projects: readonly string[]): boolean => {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return spawnSync(process.execPath, [compiler, "-b", ...projects], { cwd: root, stdio: "inherit" }).status === 0;
};

/** Windows has scripts in place of links; there it is enough that there is one. */
const leadsTo = (link: string, target: string): boolean =>
  existsSync(link) && (process.platform === "win32" || realpathSync(link) === realpathSync(target));

/**
 * On a fresh clone npm installs before the command is compiled, and so links nothing: let it link again, as when the
 * command has moved. The compiler writes files that are not executable.
 */
const linkCommands = (): void => {
  for (const name of packageFolders()) {
    const folder = join(root, "packages", name);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      readonly name: string;
      readonly bin?: Readonly<Record<string, string>>;
    };
    const commands = Object.entries(manifest.bin ?? {}).filter(([, target]) => existsSync(join(folder, target)));
    for (const [, target] of commands) chmodSync(join(folder, target), 0o755);
    if (commands.some(([command, target]) => !leadsTo(join(bin, command), join(folder, target)))) {
      spawnSync("npm", ["rebuild", "--ignore-scripts", "--loglevel=error", manifest.name], {
        cwd: root,
        stdio: ["ignore", "ignore", "inherit"],
        shell: process.platform === "win32",
      });
    }
  }
};

const main = (): void => {
  const flags = process.argv.slice(2);
  const all = !flags.includes("--packages");
  const stamp = (scope: string): string => join(root, "node_modules", ".cache", "podsim", `built-${scope}`);
  const startedAt = new Date();
  if (flags.includes("--if-stale")) {
    if (!isStale(stamp(all ? "all" : "packages"), all)) return;
    say("compiling what changed");
  }
  if (!compile(all ? ["."] : packageFolders().map((name) => join("packages", name)))) {
    say("the build failed: see the messages of the compiler above");
    process.exitCode = 1;
    return;
  }
  if (!bundleCommandLine(root)) {
    say("the build failed: see the messages of the bundler above");
    process.exitCode = 1;
    return;
  }
  linkCommands();
  mkdirSync(dirname(stamp("all")), { recursive: true });
  for (const scope of all ? ["all", "packages"] : ["packages"]) {
    writeFileSync(stamp(scope), "");
    utimesSync(stamp(scope), startedAt, startedAt);
  }
};

main();
