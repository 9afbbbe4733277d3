// Installs the locked dependencies when node_modules does not hold them yet; silent when it does.
// The one file that is not TypeScript: it runs before there is anything to run TypeScript with.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const neededNode = [20, 19];

const say = (line) => process.stdout.write(`podsim: ${line}\n`);

/** The packages of a lock file, or null when it is absent or unreadable (an install that was cut short leaves none). */
const packagesOf = (lockFile) => {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), "utf8")).packages;
  } catch {
    return null;
  }
};

/** Judged by content, not by date: switching branches back and forth must not reinstall. */
const isInstalled = () => {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  if (wanted === null || present === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes("node_modules/")) return true;
    const installed = present[path];
    // Optional packages are the native parts of other platforms, locked at the version of their parent.
    if (installed === undefined) return entry.optional === true || entry.devOptional === true;
    return installed.version === entry.version && installed.integrity === entry.integrity;
  });
};

/** Install scripts are not needed by any dependency, so none is run. */
const install = () => {
  const flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath ?? "";
  const options = { cwd: root, stdio: ["ignore", "ignore", "inherit"] };
  return basename(npm) === "npm-cli.js"
    ? spawnSync(process.execPath, [npm, ...flags], options).status
    : spawnSync("npm", flags, { ...options, shell: process.platform === "win32" }).status;
};

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < neededNode[0] || (major === neededNode[0] && minor < neededNode[1])) {
  say(`Node ${neededNode.join(".")} or newer is needed; this is ${process.versions.node}`);
  process.exit(1);
}
if (!isInstalled()) {
  say("installing dependencies from package-lock.json (once, about a quarter of a minute)");
  if (install() !== 0) {
    say("the dependencies could not be installed: `npm ci` failed with the message above");
    process.exit(1);
  }
}
