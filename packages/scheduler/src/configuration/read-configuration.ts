// The door for scheduler configurations: any value in, a configuration that can run out, or everything wrong with it.
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { decodeChecked, toProblem, Validity } from "@podsim/core";
import type { IgnoredField, Path, Problem } from "@podsim/core";
import type { AnyPlugin } from "../framework/plugin.js";
import { buildProfile } from "../framework/profile.js";
import type { ProfileSpec } from "../framework/profile-outline.js";
import type { Profile } from "../framework/profile.js";
import { configurationCodec, configurationOf, profilesOf, schedulerNameOf } from "./scheduler-configuration.js";
import type { ConfigurationDraft, SchedulerConfiguration } from "./scheduler-configuration.js";

export interface ReadConfiguration {
  /** Null if there are problems. */
  readonly configuration: SchedulerConfiguration | null;
  readonly problems: readonly Problem[];
  readonly ignored: readonly IgnoredField[];
}

const REFUSER = "kube-scheduler does not start with it";

const checkPercentage = (check: Validity, path: Path, percentage: number | undefined): void => {
  if (percentage === undefined || (percentage >= 0 && percentage <= 100)) return;
  check.invalid(path, percentage, "not in valid range [0-100]", { fix: "write 1 to 100; 0 adapts it to the cluster" });
};

const checkBackOff = (check: Validity, draft: ConfigurationDraft): void => {
  const { parallelism, podInitialBackoffSeconds: initial, podMaxBackoffSeconds: max } = draft;
  if (parallelism <= 0) {
    check.invalid(["parallelism"], parallelism, "should be an integer value greater than zero", {
      fix: "write 16, or leave it out",
    });
  }
  if (initial <= 0) check.invalid(["podInitialBackoffSeconds"], initial, "must be greater than 0", { fix: "write 1" });
  if (max >= initial) return;
  const secondary = { path: ["podInitialBackoffSeconds"], label: "the first wait is here" };
  check.invalid(["podMaxBackoffSeconds"], max, "must be greater than or equal to PodInitialBackoffSeconds", {
    secondary,
    fix: `write podMaxBackoffSeconds: ${initial}, or more`,
  });
};

const checkNames = (check: Validity, draft: ConfigurationDraft): void => {
  const first = new Map<string, number>();
  for (const i of draft.profiles.keys()) {
    const path = ["profiles", i, "schedulerName"];
    const name = schedulerNameOf(draft, i);
    if (name === null) {
      check.required(path, "only a single profile may leave its name out", { fix: "add schedulerName: my-scheduler" });
      continue;
    }
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, i);
    else {
      const secondary = { path: ["profiles", earlier, "schedulerName"], label: "the first of that name" };
      const fix = "give one of them another name";
      check.duplicate(path, name, "pods choose a profile by its name", { secondary, fix });
    }
  }
};

/** Weights are added up: one below 0 would prefer the worst nodes. */
const checkWeights = (check: Validity, at: Path, { plugins }: ProfileSpec): void => {
  for (const point of ["score", "multiPoint"] as const) {
    for (const [i, { name, weight = 0 }] of (plugins[point]?.enabled ?? []).entries()) {
      if (weight >= 0) continue;
      const path = [...at, "plugins", point, "enabled", i, "weight"];
      check.invalid(path, weight, `with a weight below 0, ${name} would prefer the nodes it scores worst`, {
        fix: "write a whole number from 0; 0 counts as 1",
      });
    }
  }
};

/** What can be read of the arguments; what cannot is told by the profile that cannot be built. Null = nothing can. */
const readable = ({ config }: AnyPlugin, args: unknown): unknown => {
  const read = config.decode(args);
  if (!isLeft(read)) return read.right;
  if (typeof args !== "object" || args === null) return null;
  const faulty = new Set(read.left.map((error) => toProblem(error).path[0]));
  const rest = config.decode(Object.fromEntries(Object.entries(args).filter(([key]) => !faulty.has(key))));
  return isLeft(rest) ? null : rest.right;
};

const checkArguments = (
  check: Validity,
  at: Path,
  { pluginConfig }: ProfileSpec,
  registry: readonly AnyPlugin[],
): void => {
  for (const [i, { name, args }] of pluginConfig.entries()) {
    const plugin = registry.find((each) => each.name === name);
    if (plugin?.check === undefined) continue;
    const config = readable(plugin, args);
    if (config !== null) plugin.check(config, check, [...at, "pluginConfig", i, "args"]);
  }
};

/** All pods wait in one queue. */
const checkQueueOrder = (check: Validity, specs: readonly ProfileSpec[], profiles: readonly Profile[]): void => {
  const [first, ...others] = profiles;
  const argsOf = (i: number, name: string): string =>
    JSON.stringify(specs[i]?.pluginConfig.find((entry) => entry.name === name)?.args ?? {});
  for (const [i, { queueSort }] of others.entries()) {
    const { name } = queueSort;
    if (first === undefined) return;
    if (name === first.queueSort.name && argsOf(i + 1, name) === argsOf(0, name)) continue;
    const path = ["profiles", i + 1, "plugins", "queueSort"];
    check.invalid(path, name, `has to match for all profiles; the first has ${first.queueSort.name}`, {
      fix: "give all profiles the same queueSort plugin and arguments",
    });
  }
};

const checkConfiguration = (check: Validity, draft: ConfigurationDraft, registry: readonly AnyPlugin[]): void => {
  checkBackOff(check, draft);
  checkPercentage(check, ["percentageOfNodesToScore"], draft.percentageOfNodesToScore);
  checkNames(check, draft);
  const specs = profilesOf(draft);
  const built = specs.map((spec) => buildProfile(spec, registry));
  for (const [i, spec] of specs.entries()) {
    const at = ["profiles", i];
    checkPercentage(check, [...at, "percentageOfNodesToScore"], draft.profiles[i]?.percentageOfNodesToScore);
    checkWeights(check, at, spec);
    checkArguments(check, at, spec, registry);
    const profile = built[i];
    if (profile === undefined || isRight(profile)) continue;
    for (const fault of profile.left) {
      check.add({ ...fault, expected: "a profile that can run", got: fault.message, path: [...at, ...fault.path] });
    }
  }
  const profiles = built.flatMap((profile) => (isRight(profile) ? [profile.right] : []));
  if (profiles.length === built.length) checkQueueOrder(check, specs, profiles);
};

/** The words of manifests, as the scheduler's own start would have them. */
const inItsWords = (problem: Problem): Problem => ({
  ...problem,
  why: problem.why
    .replace("kubectl apply refuses it", REFUSER)
    .replace("a real API server rejects it", REFUSER)
    .replace("a real API server cannot read it", "kube-scheduler cannot read it"),
});

/** `registry` are the plugins that a profile may name. */
export const readConfiguration = (value: unknown, registry: readonly AnyPlugin[]): ReadConfiguration => {
  const validity = new Validity("KubeSchedulerConfiguration", REFUSER);
  const read = decodeChecked(value, configurationCodec, validity, (check, draft) => {
    checkConfiguration(check, draft, registry);
  });
  return {
    configuration: read.value === null ? null : configurationOf(read.value),
    problems: read.problems.map(inItsWords),
    ignored: read.ignored,
  };
};
