// The benchmark ladder: every part beside something to compare it with, each with a hash of its result, so that nothing
// gets faster by doing something else. Each part runs in a process of its own, and is warmed up before it is measured.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { benchAgenda } from "./agenda-bench.js";
import { benchDay } from "./day-bench.js";
import type { DayBenchSize } from "./day-bench.js";
import { benchFold } from "./fold-bench.js";
import { benchHistories } from "./history-bench.js";
import { benchLog } from "./log-bench.js";
import { benchProbes } from "./probe-bench.js";
import type { ProbeBenchSize } from "./probe-bench.js";
import { benchWholeRun } from "./run-bench.js";
import type { RunBenchResult, RunBenchSize } from "./run-bench.js";
import { benchScheduling } from "./scheduling-bench.js";

/** Deployments follow each other, as they are applied and rolled out one by one. */
const SMALL: RunBenchSize = { pods: 1_000, nodes: 100, gapSeconds: 5 };
const LARGE: RunBenchSize = { pods: 10_000, nodes: 1_000, gapSeconds: 5 };
/** All pods of all Deployments start in the same seconds. */
const SMALL_AT_ONCE: RunBenchSize = { ...SMALL, gapSeconds: 0 };
const LARGE_AT_ONCE: RunBenchSize = { ...LARGE, gapSeconds: 0 };
const FEW_PROBED: ProbeBenchSize = { pods: 200, days: 7 };
const MANY_PROBED: ProbeBenchSize = { pods: 10_000, days: 7 };
/** 1,000 Deployments on 5,000 nodes: takes minutes and a good gigabyte, so only on demand. */
const HUGE: RunBenchSize = { pods: 100_000, nodes: 5_000, gapSeconds: 0 };
/** A day of a large cluster: takes ten minutes of processor time and some 3 GB, so only on demand; and a tenth of it. */
const DAY_WHOLE: DayBenchSize = { nodes: 5_000, pods: 150_000, idleDays: 0 };
const DAY_TENTH: DayBenchSize = { nodes: 500, pods: 15_000, idleDays: 0 };
const AGENDA_SIZES = [1_000, 100_000, 1_000_000];
const LOG_FACTS = 2_000_000;
const MEBIBYTE = 1024 * 1024;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const whole = (n: number): string => Math.round(n).toLocaleString("en-US");

type Cell = string | number;

/** Columns as wide as their widest cell; numbers to the right. */
const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): void => {
  const widths = head.map((title, k) => Math.max(title.length, ...rows.map((row) => String(row[k] ?? "").length)));
  const line = (cells: readonly string[], isRight: (k: number) => boolean): string =>
    cells.map((cell, k) => (isRight(k) ? cell.padStart(widths[k] ?? 0) : cell.padEnd(widths[k] ?? 0))).join("  ");
  const isNumeric = (k: number): boolean => rows.every((row) => /^[\d.,]+$/.test(String(row[k] ?? "")));
  say(`  ${line(head, isNumeric).trimEnd()}`);
  for (const row of rows) say(`  ${line(row.map(String), isNumeric).trimEnd()}`);
  say("");
};

const agenda = (): void => {
  say("AGENDA  holds per second: take the next entry, plan another. flatqueue leaves ties in any order.");
  const rows = benchAgenda(AGENDA_SIZES).map((row) => [
    row.queue,
    row.workload,
    whole(row.size),
    whole(row.holdsPerSecond),
    row.timesHash,
    row.orderHash ?? "(ties unordered)",
  ]);
  table(["queue", "workload", "entries", "holds/s", "hash of times", "hash of order"], rows);
};

const log = (): void => {
  benchLog(LOG_FACTS / 10);
  const row = benchLog(LOG_FACTS);
  say(`LOG  facts per second, ${whole(LOG_FACTS)} facts`);
  const rates = [row.appendedPerSecond, row.readPerSecond, row.digestedPerSecond, row.encodedPerSecond];
  table(
    ["appended/s", "read/s", "digested/s", "encoded/s", "decoded/s", "bytes/fact", "hash"],
    [[...rates.map(whole), whole(row.decodedPerSecond), row.bytesPerFact.toFixed(1), row.digest]],
  );
};

const fold = (): void => {
  benchFold(SMALL);
  const row = benchFold(LARGE);
  say(`FOLD  facts of a stored run folded into a fresh world, ${whole(LARGE.pods)} pods`);
  table(["facts", "folded/s", "hash"], [[whole(row.factCount), whole(row.foldedPerSecond), row.digest]]);
};

const scheduling = (): void => {
  say("SCHEDULING  cycles and placements alone, no kubelets, every plugin of the default profile (processor time)");
  benchScheduling(SMALL);
  const rows = [SMALL, LARGE].map((size) => {
    const row = benchScheduling(size);
    return [whole(size.nodes), whole(size.pods), whole(row.podsPerSecond), row.microsecondsPerPod.toFixed(1), row.hash];
  });
  table(["nodes", "pods", "pods/s", "µs/pod", "hash of placements"], rows);
};

const probes = (): void => {
  say("PROBES  pods with three probes a second; every second pod's liveness probe fails once a day (processor time)");
  for (let k = 0; k < WARM_UPS; k++) benchProbes(FEW_PROBED);
  const rows = [FEW_PROBED, MANY_PROBED].map((size) => {
    const row = benchProbes(size);
    const podDays = size.pods * size.days;
    return [
      whole(size.pods),
      whole(size.days),
      whole(row.probeCount),
      whole(row.factCount),
      whole(row.restartCount),
      ((row.factCount - row.startFactCount) / row.restartCount).toFixed(1),
      ((row.factCount - row.startFactCount) / podDays).toFixed(1),
      row.microsPerPodDay.toFixed(1),
      row.digest,
    ];
  });
  const facts = ["facts", "restarts", "facts/restart", "facts/pod-day"];
  table(["pods", "days", "probes", ...facts, "µs/pod-day", "hash of the log"], rows);
};

/** Enough of them for the compiler to have seen everything. */
const HISTORIES = 10_000;

const histories = (): void => {
  const row = benchHistories(HISTORIES, 1);
  say(
    "HISTORIES  small made-up scenarios (5 nodes, 20 pods, 30 min), each played and held against every law (one core)",
  );
  const rate = [whole(row.historyCount), whole(row.firstPerSecond), whole(row.historiesPerSecond)];
  table(
    ["histories", "first 500/s", "best 500/s", "facts each", "broken", "hash of the logs"],
    [[...rate, row.factsPerHistory.toFixed(0), whole(row.brokenCount), row.hash]],
  );
};

/** Small runs until the compiler has seen everything often enough. */
const WARM_UPS = 6;

/** One measurement is a run of so many pods, or as many runs of fewer as come to them: chance evens out in both alike. */
const PODS_PER_MEASUREMENT = 10_000;
const MEASUREMENTS = 12;

/** The mean of the runs. */
const measureOnce = (size: RunBenchSize): RunBenchResult => {
  const count = Math.max(1, Math.round(PODS_PER_MEASUREMENT / size.pods));
  const runs = Array.from({ length: count }, () => benchWholeRun(size));
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("nothing was measured");
  for (const { digest } of runs)
    if (digest !== first.digest) throw new Error(`two runs of one size differ: ${first.digest}, ${digest}`);
  const cpuSeconds = runs.reduce((sum, run) => sum + run.cpuSeconds, 0) / count;
  const wallMillis = runs.reduce((sum, run) => sum + run.wallMillis, 0) / count;
  const microsPerPod = (cpuSeconds * 1e6) / size.pods;
  return { ...last, cpuSeconds, wallMillis, microsPerPod, factsPerSecond: first.factCount / cpuSeconds };
};

/**
 * One size in this process, after the warm-up, as JSON for the process that asked: of several measurements the one of the
 * least processor time, and the least time by the clock. What the machine does for others makes a run dearer and never cheaper, and the compiler is still
 * at work on the first.
 */
const wholeRunHere = (size: RunBenchSize): void => {
  for (let k = 0; k < WARM_UPS; k++) benchWholeRun(SMALL);
  let least = measureOnce(size);
  const { peakRssBytes } = least;
  let wallMillis = least.wallMillis;
  for (let k = 1; k < MEASUREMENTS; k++) {
    const next = measureOnce(size);
    wallMillis = Math.min(wallMillis, next.wallMillis);
    if (next.digest !== least.digest) throw new Error(`two runs of one size differ: ${least.digest}, ${next.digest}`);
    if (next.microsPerPod < least.microsPerPod) least = next;
  }
  say(JSON.stringify({ ...least, peakRssBytes, wallMillis }));
};

const wholeRunApart = (name: string): RunBenchResult => {
  const asked = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], { encoding: "utf8" });
  if (asked.status !== 0) throw new Error(asked.stderr);
  return JSON.parse(asked.stdout) as RunBenchResult;
};

const WHOLE_RUNS: Readonly<Record<string, { readonly size: RunBenchSize; readonly label: string }>> = {
  "whole-run-small": { size: SMALL, label: "one by one" },
  "whole-run-large": { size: LARGE, label: "one by one" },
  "whole-run-small-at-once": { size: SMALL_AT_ONCE, label: "all at once" },
  "whole-run-large-at-once": { size: LARGE_AT_ONCE, label: "all at once" },
};

const wholeRuns = (): void => {
  say(
    "WHOLE RUN  Deployments from nothing to ready: API server, controllers, scheduler, kubelets, log (best of twelve; per second of the clock, and of processor time on all cores)",
  );
  const results = Object.entries(WHOLE_RUNS).map(([name, { label }]) => ({ label, row: wholeRunApart(name) }));
  const rows = results.map(({ label, row }) => [
    label,
    whole(row.podCount),
    whole(row.nodeCount),
    whole(row.factCount),
    whole((row.factCount * 1_000) / row.wallMillis),
    whole(row.factsPerSecond),
    row.microsPerPod.toFixed(1),
    whole(row.peakRssBytes / MEBIBYTE),
    whole(row.readyCount),
    row.digest,
  ]);
  const head = [
    "applied",
    "pods",
    "nodes",
    "facts",
    "facts/s",
    "facts/CPU s",
    "CPU µs/pod",
    "peak MiB",
    "ready",
    "hash of the log",
  ];
  table(head, rows);
  for (const label of new Set(results.map((each) => each.label))) {
    const [small, large] = results.filter((each) => each.label === label).map(({ row }) => row.microsPerPod);
    const ratio = (large ?? 0) / (small ?? 1);
    say(`  cost per pod, large : small, ${label} = ${ratio.toFixed(2)}`);
  }
  say("");
};

const oneDay = (size: DayBenchSize): void => {
  const row = benchDay(size);
  say("DAY  rollouts of everything, a tenth scaled by traffic, machines that die and are drained, in 24 virtual hours");
  const head = ["nodes", "pods", "facts", "CPU s", "facts/s", "peak MiB", "ready", "hash of the log"];
  const cells = [row.cpuSeconds.toFixed(1), whole(row.factsPerSecond), whole(row.peakRssBytes / MEBIBYTE)];
  table(head, [[whole(row.nodes), whole(row.pods), whole(row.factCount), ...cells, whole(row.readyCount), row.digest]]);
};

const PARTS: Readonly<Record<string, () => void>> = {
  agenda,
  log,
  fold,
  scheduling,
  histories,
  "whole-run": wholeRuns,
  "whole-run-huge": () => {
    say(JSON.stringify(benchWholeRun(HUGE)));
  },
  probes,
  day: () => {
    oneDay(DAY_WHOLE);
  },
  "day-tenth": () => {
    oneDay(DAY_TENTH);
  },
  ...Object.fromEntries(
    Object.entries(WHOLE_RUNS).map(([name, { size }]) => [
      name,
      () => {
        wholeRunHere(size);
      },
    ]),
  ),
};

/** The parts a plain `npm run bench` goes through, in order. */
const LADDER = ["agenda", "log", "fold", "scheduling", "whole-run", "probes", "histories"];

const [asked] = process.argv.slice(2);
if (asked === undefined) {
  for (const name of LADDER) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: "inherit" });
    if (status !== 0) process.exitCode = 1;
  }
} else if (Object.hasOwn(PARTS, asked)) {
  PARTS[asked]?.();
} else {
  process.stderr.write(`no benchmark "${asked}": there are ${Object.keys(PARTS).join(", ")}\n`);
  process.exitCode = 2;
}
