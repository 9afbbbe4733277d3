// A scheduler profile: which plugins run where, with which weights and arguments; and the default one.
import { isLeft, left, right, type Either } from "fp-ts/lib/Either.js";
import { didYouMean, toProblem } from "@podsim/core";
import type { Path, Problem } from "@podsim/core";
import { DEFAULT_MULTI_POINT, PLUGINS_WITHOUT_HOOKS } from "./default-plugins.js";
import type { PluginEntry } from "./default-plugins.js";
import { EXTENSION_POINTS } from "./plugin.js";
import type { AnyPlugin, ExtensionPoint, PluginHooks } from "./plugin.js";
import { expandPoint, mergeWithDefaults } from "./plugin-lists.js";
import type { PluginLists } from "./plugin-lists.js";
import type { WakeRule } from "./wake.js";

/** A KubeSchedulerProfile. */
export interface ProfileSpec {
  readonly schedulerName: string;
  /** 0..100; 0 = adaptive. */
  readonly percentageOfNodesToScore: number;
  readonly plugins: PluginLists;
  readonly pluginConfig: readonly { readonly name: string; readonly args: unknown }[];
}

export const DEFAULT_PROFILE: ProfileSpec = {
  schedulerName: "default-scheduler",
  percentageOfNodesToScore: 0,
  plugins: {},
  pluginConfig: [],
};

export interface BuiltPlugin {
  readonly name: string;
  readonly hooks: PluginHooks;
}

export interface ScorePlugin extends BuiltPlugin {
  readonly weight: number;
}

/** A profile ready to run. */
export interface Profile {
  readonly schedulerName: string;
  readonly percentageOfNodesToScore: number;
  readonly queueSort: BuiltPlugin;
  readonly preEnqueue: readonly BuiltPlugin[];
  readonly preFilter: readonly BuiltPlugin[];
  readonly filter: readonly BuiltPlugin[];
  readonly score: readonly ScorePlugin[];
  readonly postFilter: readonly BuiltPlugin[];
  readonly reserve: readonly BuiltPlugin[];
  /** What brings back a pod that a plugin rejected. */
  readonly wakes: readonly Wake[];
}

export interface Wake {
  readonly plugin: string;
  readonly rule: WakeRule;
}

const NO_HOOKS: PluginHooks = { wakesOn: [] };

/** Something wrong with a profile, and where in it. */
export interface ProfileFault {
  readonly path: Path;
  readonly code: Problem["code"];
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/** Builds the plugins a profile names, once each, collecting what is wrong with it. */
class ProfileBuilder {
  readonly faults: ProfileFault[] = [];
  readonly #spec: ProfileSpec;
  readonly #registry: ReadonlyMap<string, AnyPlugin>;
  readonly #multiPoint: readonly PluginEntry[];
  readonly #built = new Map<string, BuiltPlugin>();

  constructor(spec: ProfileSpec, registry: readonly AnyPlugin[]) {
    this.#spec = spec;
    this.#registry = new Map(registry.map((plugin) => [plugin.name, plugin]));
    this.#multiPoint = mergeWithDefaults(DEFAULT_MULTI_POINT, spec.plugins.multiPoint);
    this.#checkNames();
  }

  namesAt(point: ExtensionPoint): readonly string[] {
    return expandPoint(point, this.#multiPoint, this.#spec.plugins[point], (name, at) => this.#takesPart(name, at));
  }

  /** The point's plugins that have something to do there. */
  at(point: ExtensionPoint): readonly BuiltPlugin[] {
    return this.namesAt(point)
      .filter((name) => this.#registry.has(name))
      .map((name) => this.#build(name));
  }

  /** The same with those that are known by name only. */
  all(point: ExtensionPoint): readonly BuiltPlugin[] {
    return this.namesAt(point).map((name) => this.#build(name));
  }

  weightOf(name: string): number {
    const own = this.#spec.plugins.score?.enabled ?? [];
    const weight = [...own, ...this.#multiPoint].find((entry) => entry.name === name)?.weight ?? 0;
    return weight === 0 ? 1 : weight;
  }

  wakes(): readonly Wake[] {
    return [...this.#built.values()].flatMap(({ name, hooks }) =>
      hooks.wakesOn.map((rule) => ({ plugin: name, rule })),
    );
  }

  #takesPart(name: string, point: ExtensionPoint): boolean {
    return (this.#registry.get(name)?.points ?? PLUGINS_WITHOUT_HOOKS.get(name) ?? []).includes(point);
  }

  #isKnown(name: string): boolean {
    return this.#registry.has(name) || PLUGINS_WITHOUT_HOOKS.has(name);
  }

  #unknown(path: Path, message: string, name: string): void {
    const known = [...this.#registry.keys(), ...PLUGINS_WITHOUT_HOOKS.keys()];
    const meant = didYouMean(name, known);
    this.faults.push({
      path,
      code: "E206",
      message,
      why: "kube-scheduler does not start with a plugin it does not have",
      fix:
        meant === null
          ? "podsim list plugins shows them; --plugin FILE loads one of your own"
          : `did you mean ${meant}?`,
    });
  }

  #checkNames(): void {
    for (const [i, { name }] of (this.#spec.plugins.multiPoint?.enabled ?? []).entries()) {
      const path = ["plugins", "multiPoint", "enabled", i, "name"];
      if (!this.#isKnown(name)) this.#unknown(path, `MultiPointPlugin "${name}" does not exist`, name);
    }
    for (const point of EXTENSION_POINTS) this.#checkPoint(point);
    const given = this.#spec.pluginConfig.map(({ name }) => name);
    for (const [i, name] of given.entries()) {
      const path = ["pluginConfig", i, "name"];
      if (!this.#isKnown(name)) this.#unknown(path, `pluginConfig names "${name}", which does not exist`, name);
      if (given.indexOf(name) === i) continue;
      const why = "nobody could say which of the two holds";
      const message = `repeated config for plugin ${name}`;
      this.faults.push({ path, code: "E305", message, why, fix: "remove one of them" });
    }
  }

  #checkPoint(point: ExtensionPoint): void {
    const names = this.#spec.plugins[point]?.enabled?.map(({ name }) => name) ?? [];
    for (const [i, name] of names.entries()) {
      const path = ["plugins", point, "enabled", i, "name"];
      if (!this.#isKnown(name)) this.#unknown(path, `${point} plugin "${name}" does not exist`, name);
      else if (!this.#takesPart(name, point)) {
        const points = this.#registry.get(name)?.points ?? PLUGINS_WITHOUT_HOOKS.get(name) ?? [];
        this.faults.push({
          path,
          code: "E206",
          message: `plugin "${name}" does not extend ${point} plugin`,
          why: `it has nothing to say there; it takes part in ${points.join(", ")}`,
          fix: "remove it here, or enable it at multiPoint, which is every point it takes part in",
        });
      }
      if (names.indexOf(name) === i) continue;
      const message = `plugin "${name}" already registered as "${point}"`;
      const why = "a plugin runs once at a point";
      this.faults.push({ path, code: "E305", message, why, fix: "remove one of the two" });
    }
  }

  #build(name: string): BuiltPlugin {
    const known = this.#built.get(name);
    if (known !== undefined) return known;
    const built: BuiltPlugin = { name, hooks: this.#hooksOf(name) };
    this.#built.set(name, built);
    return built;
  }

  #hooksOf(name: string): PluginHooks {
    const plugin = this.#registry.get(name);
    if (plugin === undefined) return NO_HOOKS;
    const given = this.#spec.pluginConfig.find((entry) => entry.name === name);
    if (given === undefined) return plugin.build(plugin.defaults);
    const config = plugin.config.decode(given.args);
    if (!isLeft(config)) return plugin.build(config.right);
    const i = this.#spec.pluginConfig.indexOf(given);
    for (const { path, code, message, why, fix = "correct the argument" } of config.left.map(toProblem)) {
      const at = ["pluginConfig", i, "args", ...path];
      this.faults.push({ path: at, code, message: `${name}: ${message}`, why, fix });
    }
    return NO_HOOKS;
  }
}

const checkCounts = (builder: ProfileBuilder): void => {
  const sorters = builder.namesAt("queueSort");
  const why = "all pods wait in one queue, which has one order";
  const fix = "leave queueSort alone: PrioritySort is enabled by default";
  if (sorters.length !== 1) {
    const message = "exactly one queueSort plugin must be enabled";
    builder.faults.push({ path: ["plugins", "queueSort"], code: "E206", message, why, fix });
  }
  if (builder.namesAt("bind").length > 0) return;
  builder.faults.push({
    path: ["plugins", "bind"],
    code: "E206",
    message: "at least one bind plugin must be enabled",
    why: "a pod that nobody binds to its node never runs",
    fix: "enable DefaultBinder",
  });
};

/** Left: everything that is wrong with the profile. */
export const buildProfile = (
  spec: ProfileSpec,
  registry: readonly AnyPlugin[],
): Either<readonly ProfileFault[], Profile> => {
  const builder = new ProfileBuilder(spec, registry);
  checkCounts(builder);
  const [queueSort] = builder.at("queueSort");
  const points = {
    preEnqueue: builder.at("preEnqueue"),
    preFilter: builder.at("preFilter"),
    filter: builder.at("filter"),
    score: builder
      .at("score")
      .map((plugin) => ({ name: plugin.name, hooks: plugin.hooks, weight: builder.weightOf(plugin.name) })),
    postFilter: builder.all("postFilter"),
    reserve: builder.at("reserve"),
  };
  if (builder.faults.length > 0 || queueSort === undefined) return left(builder.faults);
  const { schedulerName, percentageOfNodesToScore } = spec;
  return right({ schedulerName, percentageOfNodesToScore, queueSort, ...points, wakes: builder.wakes() });
};
