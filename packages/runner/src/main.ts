// The program `podsim`: arguments in, a command performed, an exit code out.
import { availableParallelism } from "node:os";
import { setImmediate, setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { runCommandLine } from "./commands/line/front.js";
import type { Host, Interruption } from "./commands/line/session.js";
import { exitCode } from "./failures.js";
import { startCellThread } from "./io/cell-worker.js";
import { codeDigest } from "./io/code-digest.js";
import { nodeConsole } from "./io/node-console.js";
import { nodeFiles } from "./io/node-files.js";

let interruption: Interruption | null = null;

/** The first signal asks the command to stop at the next chance, the second ends it at once. */
const onSignal = (name: Interruption): void => {
  if (interruption !== null) process.exit(exitCode(name));
  interruption = name;
};

const isRunning = (id: number): boolean => {
  try {
    process.kill(id, 0);
    return true;
  } catch (thrown) {
    // A process of somebody else may not be asked, but it is there.
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
};

const host: Host = {
  id: process.pid,
  isRunning,
  nowMillis: () => performance.now(),
  cpuMicros: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  peakRssBytes: () => process.resourceUsage().maxRSS * 1_024,
  breathe: () => setImmediate(),
  sleep: (millis) => setTimeout(millis),
  heedSignals: () => {
    process.on("SIGINT", () => onSignal("interrupted"));
    process.on("SIGTERM", () => onSignal("terminated"));
  },
  importModule: (path) => import(pathToFileURL(path).href),
  processors: () => availableParallelism(),
  codeDigest,
  startCellWorker: startCellThread,
  interruption: () => interruption,
};

process.exitCode = await runCommandLine(process.argv.slice(2), {
  files: nodeFiles(),
  console: nodeConsole(),
  host,
});
