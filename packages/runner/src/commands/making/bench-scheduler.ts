// `bench scheduler`: drives the scheduler through workloads and prints how many pods it placed per second.
import { DEFAULT_CONFIGURATION, LoneScheduler } from "@podsim/scheduler";
import type { SchedulerSettings } from "@podsim/scheduler";
import { builtInWorkload } from "../../bench/built-in-workloads.js";
import { driveWorkload } from "../../bench/drive-workload.js";
import type { Throughput } from "../../bench/drive-workload.js";
import { readPerformanceConfig } from "../../bench/performance-config.js";
import { TemplateFiles } from "../../bench/template-files.js";
import { WORKLOAD_NAMES } from "../../bench/workload-names.js";
import type { Workload } from "../../bench/workload.js";
import type { ExitName } from "../../failures.js";
import { escapeTerminal } from "../../input/escape-terminal.js";
import { fingerprint } from "../../run/fingerprint.js";
import { FileReports } from "../../scenario/file-reports.js";
import { readChosenConfiguration, registryWith } from "../../scenario/scheduler-choice.js";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { schedulerChoice } from "../line/scheduler-flags.js";
import type { Session } from "../line/session.js";
import { inputAccess } from "./load-run.js";

const FORMATS = ["text", "json"] as const;
const MIB = 1024 * 1024;
/** More than that of anything does not fit into memory. */
const COUNT_MAX = 1_000_000;

interface Benchmark {
  readonly workload: Workload;
  /** The same in small, to be run before it. */
  readonly small: Workload;
}

/** A warm-up has at most so many nodes, and pods. */
const SMALL = { nodes: 500, pods: 2_000 };

const inSmall = (workload: Workload): Workload => ({
  ...workload,
  steps: workload.steps.map((step) => {
    if (step.step === "create-nodes") return { ...step, count: Math.min(step.count, SMALL.nodes) };
    return step.step === "create-pods" ? { ...step, count: Math.min(step.count, SMALL.pods) } : step;
  }),
});

/** The workloads of the command line, or of the file it names. */
const workloadsOf = (line: CommandLine, session: Session): readonly Benchmark[] => {
  const file = line.text("file");
  if (file === null) {
    const name = line.choice("workload", WORKLOAD_NAMES, "basic");
    const nodes = line.whole("nodes", 1, COUNT_MAX) ?? 1_000;
    const initDefault = name === "basic" ? 0 : name === "preemption" ? 4 * nodes : 1_000;
    const init = line.whole("init", 0, COUNT_MAX) ?? initDefault;
    const pods = line.whole("pods", 1, COUNT_MAX) ?? 3_000;
    const size = { nodes, init, pods, deployments: line.whole("deployments", 1, COUNT_MAX) ?? 1 };
    const small = {
      nodes: Math.min(nodes, SMALL.nodes),
      init: Math.min(init, SMALL.pods),
      pods: Math.min(pods, SMALL.pods),
      deployments: Math.min(size.deployments, 10),
    };
    return [{ workload: builtInWorkload(name, size), small: builtInWorkload(name, small) }];
  }
  const reports = new FileReports();
  const templates = new TemplateFiles(file, inputAccess(session), reports);
  const choice = { label: line.text("label"), name: line.text("name") };
  const workloads = readPerformanceConfig(file, choice, templates, reports);
  if (reports.hasErrors) throw CommandFailure.of(reports.errors);
  if (workloads.length > 0) return workloads.map((workload) => ({ workload, small: inSmall(workload) }));
  const asked = [choice.label, choice.name].filter((each) => each !== null).map((each) => `"${each}"`);
  throw CommandFailure.usage(
    `${file} has no workload for ${asked.join(" and ") || "what was asked"}`,
    "--label picks by a workload's labels, --name by a part of its name",
    `leave out ${choice.label === null ? "--name" : "--label"}`,
  );
};

const settingsOf = (line: CommandLine, choice: SchedulerChoice, session: Session): SchedulerSettings => {
  const reports = new FileReports();
  const chosen = readChosenConfiguration(choice, false, inputAccess(session), reports);
  if (reports.hasErrors) throw CommandFailure.of(reports.errors);
  const configuration = chosen ?? DEFAULT_CONFIGURATION;
  const percentage = line.whole("percentage", 0, 100);
  const [first, ...others] = configuration.profiles;
  const withShare = (profile: typeof first): typeof first =>
    percentage === null ? profile : { ...profile, percentageOfNodesToScore: percentage };
  return {
    configuration: { ...configuration, profiles: [withShare(first), ...others.map(withShare)] },
    tieBreak: choice.tieBreak ?? "random",
  };
};

interface Measured {
  readonly workload: Workload;
  readonly throughput: Throughput;
  readonly keptShare: number;
}

const rate = (count: number, seconds: number): number => Math.round(count / Math.max(seconds, 1e-6));

const perSecond = ({ placedCount, wallMillis }: Throughput): number => rate(placedCount, wallMillis / 1_000);
const perCpuSecond = ({ placedCount, cpuMicros }: Throughput): number => rate(placedCount, cpuMicros / 1e6);

const resultJson = ({ workload, throughput, keptShare }: Measured, session: Session): object => ({
  name: workload.name,
  pods: throughput.podCount,
  placed: throughput.placedCount,
  tries: throughput.tryCount,
  podsPerSecond: perSecond(throughput),
  podsPerCpuSecond: perCpuSecond(throughput),
  microsPerPod: Math.round(throughput.cpuMicros / Math.max(1, throughput.placedCount)),
  keptShare: Math.round(1_000 * keptShare) / 1_000,
  threshold: workload.threshold,
  peakRssMiB: Math.round(session.host.peakRssBytes() / MIB),
  hash: fingerprint(throughput.placements),
});

const whole = (count: number): string => count.toLocaleString("en-US");

const tellText = (measured: Measured, session: Session): void => {
  const { workload, throughput } = measured;
  const { podCount, placedCount, wallMillis, cpuMicros } = throughput;
  const seconds = `${(wallMillis / 1_000).toFixed(2)} s wall, ${(cpuMicros / 1e6).toFixed(2)} s processor`;
  const rows = [
    ["placed", `${whole(placedCount)} of ${whole(podCount)} pods in ${seconds}`],
    ["pods/s", `${whole(perSecond(throughput))} wall, ${whole(perCpuSecond(throughput))} per processor second`],
    ["memory", `${whole(Math.round(session.host.peakRssBytes() / MIB))} MiB at most`],
    ["placements", fingerprint(throughput.placements)],
  ];
  const lines = rows.map(([label = "", text = ""]) => `  ${label.padEnd(10)}  ${text}\n`);
  session.console.stdout.write(`${escapeTerminal(workload.name)}\n${lines.join("")}`);
};

export const benchScheduler = async (line: CommandLine, session: Session): Promise<ExitName> => {
  const [what = ""] = line.arguments;
  if (what !== "scheduler") {
    const fix = "podsim bench scheduler --nodes 1000 --pods 3000";
    throw CommandFailure.usage(`there is no benchmark "${what}"`, "podsim bench knows scheduler", fix);
  }
  const format = line.choice("output", FORMATS, "text");
  const benchmarks = workloadsOf(line, session);
  const choice = await schedulerChoice(line, session);
  const settings = settingsOf(line, choice, session);
  const seed = line.whole("seed", 0, Number.MAX_SAFE_INTEGER) ?? 1;
  const results: object[] = [];
  const warmUps = line.whole("warmup", 0, 100) ?? 3;
  for (const { workload, small } of benchmarks) {
    const create = (): LoneScheduler => new LoneScheduler(settings, registryWith(choice.plugins), seed);
    for (let k = 0; k < warmUps; k++) driveWorkload(small, create(), session.host);
    const scheduler = create();
    const throughput = driveWorkload(workload, scheduler, session.host);
    const measured: Measured = { workload, throughput, keptShare: scheduler.keptShare };
    if (format === "text") tellText(measured, session);
    else results.push(resultJson(measured, session));
  }
  if (format === "json") {
    const [only] = results;
    const shown = line.text("file") === null ? { ...only } : { workloads: results };
    const head = { apiVersion: "podsim.dev/v1alpha1", kind: "SchedulerBenchmark" };
    session.console.stdout.write(`${JSON.stringify({ ...head, ...shown }, null, 2)}\n`);
  }
  return "ok";
};
