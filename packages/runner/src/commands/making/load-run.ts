// Makes a run ready out of what a command line names: a scenario, or manifests with nodes; its faults end the command.
import { KUBERNETES_VERSIONS, parseDuration } from "@podsim/core";
import type { Duration, KubernetesVersion } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import type { InputAccess } from "../../input/read-source.js";
import type { PreparedRun } from "../../run/prepared.js";
import { adHocRun } from "../../scenario/ad-hoc-run.js";
import { loadScenario } from "../../scenario/load-scenario.js";
import type { LoadedRun } from "../../scenario/load-scenario.js";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";

export const SEED_MAX = Number.MAX_SAFE_INTEGER;
const SEEDS_MAX = 10_000;

/** A length of virtual time given to an option; null if it is not given. */
export const durationOption = (line: CommandLine, option: string, flag: string): Duration | null => {
  const text = line.text(option);
  if (text === null) return null;
  const parsed = parseDuration(text);
  if (!isLeft(parsed) && parsed.right > 0) return parsed.right;
  const reason = isLeft(parsed) ? parsed.left.reason : "nothing happens in no time";
  const fix =
    isLeft(parsed) && parsed.left.kind === "missing-unit" ? `write ${flag} ${text}s or ${text}m` : `write ${flag} 15m`;
  throw CommandFailure.usage(`${flag} "${text}": ${reason}`, "times are written 90s, 15m or 1h30m", fix);
};

/** What --kubernetes says; null if it is not given. */
export const versionOf = (line: CommandLine): KubernetesVersion | null => {
  const text = line.text("kubernetes");
  if (text === null) return null;
  const known = KUBERNETES_VERSIONS.find((version) => version === text);
  if (known !== undefined) return known;
  const why = "versions differ in back-offs, events and defaults, and these are modelled";
  throw CommandFailure.usage(
    `--kubernetes "${text}" is not modelled`,
    why,
    `write one of ${KUBERNETES_VERSIONS.join(", ")}`,
  );
};

type Seeds = readonly number[] | { readonly count: number } | null;

/** What --seed or --seeds says; null if neither is given. */
export const seedsOf = (line: CommandLine): Seeds => {
  const seed = line.whole("seed", 0, SEED_MAX);
  const count = line.whole("seeds", 1, SEEDS_MAX);
  if (seed !== null && count !== null) {
    const why = "--seed N is that one seed, --seeds N are N seeds beginning with the first";
    throw CommandFailure.usage("--seed and --seeds cannot be given together", why, "leave one of them out");
  }
  return seed !== null ? [seed] : count !== null ? { count } : null;
};

const refuse = (message: string, why: string, fix: string): never => {
  throw CommandFailure.usage(message, why, fix);
};

const loadNamed = (scenario: string, line: CommandLine, choice: SchedulerChoice, access: InputAccess): LoadedRun => {
  if (line.texts("nodes").length > 0) {
    refuse(
      "--nodes goes with -f, not with a scenario",
      "a scenario says itself which nodes there are",
      `edit ${scenario}, or: podsim run -f FILE --nodes 3`,
    );
  }
  return loadScenario(
    scenario,
    {
      strict: line.flag("strict"),
      seeds: seedsOf(line),
      untilUs: durationOption(line, "until", "--until"),
      settings: line.texts("set"),
      kubernetes: versionOf(line),
      scheduler: choice,
    },
    access,
  );
};

const loadManifests = (
  files: readonly string[],
  line: CommandLine,
  choice: SchedulerChoice,
  access: InputAccess,
): LoadedRun => {
  const [setting] = line.texts("set");
  if (setting !== undefined) {
    refuse(
      `--set ${setting} goes with a scenario, not with -f`,
      "only scenarios have parameters",
      "leave it out, or write a scenario",
    );
  }
  const seeds = seedsOf(line) ?? [1];
  return adHocRun(
    {
      files,
      nodes: line.texts("nodes"),
      untilUs: durationOption(line, "until", "--until"),
      strict: line.flag("strict"),
      kubernetes: versionOf(line),
      seeds: "count" in seeds ? Array.from({ length: seeds.count }, (_, ix) => ix + 1) : seeds,
      scheduler: choice,
    },
    access,
  );
};

/** What is read: files, and standard input where "-" says so. */
export const inputAccess = ({ files, console }: Session): InputAccess => ({ files, readInput: console.readInput });

export const loadRun = (line: CommandLine, choice: SchedulerChoice, session: Session): PreparedRun => {
  const [scenario, extra] = line.arguments;
  const files = line.texts("file");
  if (extra !== undefined) {
    refuse(
      `one scenario at a time, got "${extra}" as well`,
      "a run answers one question",
      "run them one after another; several manifests go as -f A -f B",
    );
  }
  if (scenario === undefined && files.length === 0) {
    refuse(
      "what is to be run?",
      "a run needs a scenario, or manifests with -f",
      "podsim run scenarios/zone-outage, or: podsim run -f web.yaml --nodes 3",
    );
  }
  if (scenario !== undefined && files.length > 0) {
    refuse(
      "a scenario and -f cannot be given together",
      "a scenario names its manifests itself",
      `podsim run ${scenario}, or: podsim run -f ${files[0] ?? ""}`,
    );
  }
  const access = inputAccess(session);
  const loaded =
    scenario === undefined ? loadManifests(files, line, choice, access) : loadNamed(scenario, line, choice, access);
  if (isLeft(loaded)) throw CommandFailure.of(loaded.left);
  return loaded.right;
};

/** The arguments that bring one seed of a run about again. */
export const ofSeed = (command: readonly string[], seed: number): readonly string[] => {
  const at = command.findIndex((arg) => arg === "--seed" || arg === "--seeds");
  const [before, after] = at < 0 ? [command, []] : [command.slice(0, at), command.slice(at + 2)];
  return [...before, "--seed", String(seed), ...after];
};

/** The arguments that bring the same run about again. */
export const commandOf = (line: CommandLine): readonly string[] => {
  const valued = (option: string, flag: string): readonly string[] => {
    const value = line.text(option);
    return value === null ? [] : [flag, value];
  };
  return [
    "run",
    ...line.arguments,
    ...line.texts("file").flatMap((file) => ["-f", file]),
    ...line.texts("nodes").flatMap((nodes) => ["--nodes", nodes]),
    ...line.texts("set").flatMap((setting) => ["--set", setting]),
    ...valued("seed", "--seed"),
    ...valued("seeds", "--seeds"),
    ...valued("until", "--until"),
    ...valued("kubernetes", "--kubernetes"),
    ...valued("schedulerConfig", "--scheduler-config"),
    ...valued("tieBreak", "--tie-break"),
    ...line.texts("plugin").flatMap((file) => ["--plugin", file]),
    ...(line.flag("strict") ? ["--strict"] : []),
  ];
};
