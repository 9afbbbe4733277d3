// Runs a command line in this process, against files and a terminal that exist in memory only.
import { runCommandLine } from "../src/commands/line/front.js";
import type { Host } from "../src/commands/line/session.js";
import { cellRunner } from "../src/sweep/cell-task.js";
import type { CellWorker } from "../src/sweep/worker-pool.js";
import { memoryConsole } from "./memory-console.js";
import type { MemoryConsoleOptions } from "./memory-console.js";
import { memoryFiles } from "./memory-files.js";
import type { MemoryFiles } from "./memory-files.js";

/** Two replicas that come up, in namespace default. */
export const WEB_MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: app
          image: nginx:1.27
          ports: [{ containerPort: 80 }]
          resources: { requests: { cpu: 100m, memory: 64Mi } }
`;

/** It with other pieces in place of its own. A piece it does not hold is a mistake of the test. */
export const webManifest = (pieces: Readonly<Record<string, string>>): string =>
  Object.entries(pieces).reduce((text, [piece, other]) => {
    if (!text.includes(piece)) throw new TypeError(`WEB_MANIFEST holds no "${piece}"`);
    return text.replace(piece, other);
  }, WEB_MANIFEST);

/** A pod in namespace shop that exits 1 after three seconds, again and again. */
const CRASH_MANIFEST = `apiVersion: v1
kind: Pod
metadata: { name: crash, namespace: shop, annotations: { podsim.dev/exit-code: "1", podsim.dev/run-for: 3s } }
spec:
  containers: [{ name: app, image: "busybox:1" }]
`;

/** Both, as files of the working directory. */
export const MANIFESTS: Readonly<Record<string, string>> = {
  "/desk/web.yaml": WEB_MANIFEST,
  "/desk/crash.yaml": CRASH_MANIFEST,
};

/** The lines of a text that say something. */
export const textLines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");

/** A JSON object per line. */
export const jsonLines = (text: string): readonly Record<string, unknown>[] =>
  textLines(text).map((line) => JSON.parse(line) as Record<string, unknown>);

export interface CommandRun {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Workers are made of the files they work on, unless a test brings its own. */
type TestHost = Omit<Host, "startCellWorker"> & Partial<Pick<Host, "startCellWorker">>;

/** A process that is never interrupted; its clock moves by a millisecond each time it is asked. */
export const testHost = (over: Partial<Host> = {}): TestHost => {
  let millis = 0;
  let micros = 0;
  return {
    id: 1,
    isRunning: () => false,
    nowMillis: () => (millis += 1),
    cpuMicros: () => (micros += 1_000),
    peakRssBytes: () => 100 * 1024 * 1024,
    breathe: () => Promise.resolve(),
    sleep: () => Promise.resolve(),
    heedSignals: () => undefined,
    importModule: (path) => Promise.reject(new Error(`no module ${path}`)),
    processors: () => 1,
    codeDigest: () => "of tests",
    interruption: () => null,
    ...over,
  };
};

/** A machine with these files, on which command lines are run one after another. */
export class Workplace {
  readonly files: MemoryFiles;
  readonly #host: TestHost;

  constructor(files: Readonly<Record<string, string>> = {}, host: TestHost = testHost()) {
    this.files = memoryFiles(files);
    this.#host = host;
  }

  async run(argv: readonly string[], options: MemoryConsoleOptions = {}): Promise<CommandRun> {
    const console = memoryConsole(options);
    const { importModule } = this.#host;
    const startCellWorker = (): CellWorker => ({
      perform: cellRunner({ files: this.files, importModule }),
      stop: () => undefined,
    });
    const host = { startCellWorker, ...this.#host };
    const exit = await runCommandLine(argv, { files: this.files, console, host });
    return { exit, out: console.stdoutText(), err: console.stderrText() };
  }

  /** The same for a line without quotes: words between blanks. */
  podsim(line: string, options: MemoryConsoleOptions = {}): Promise<CommandRun> {
    return this.run(
      line.split(" ").filter((word) => word !== ""),
      options,
    );
  }
}
