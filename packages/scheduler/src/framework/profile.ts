// A scheduler profile: which plugins run where, with which weights and arguments; and the default one.
import { isLeft, left, right, type Either } from "fp-ts/lib/Either.js";
import { DEFAULT_MULTI_POINT, PLUGINS_WITHOUT_HOOKS } from "./default-plugins.js";
import type { PluginEntry } from "./default-plugins.js";
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
  /** Names, in order. */
  readonly postFilter: readonly string[];
  /** What brings back a pod that a plugin rejected. */
  readonly wakes: readonly Wake[];
}

export interface Wake {
  readonly plugin: string;
  readonly rule: WakeRule;
}

const NO_HOOKS: PluginHooks = { wakesOn: [] };

const POINTS: readonly ExtensionPoint[] = [
  "preEnqueue",
  "queueSort",
  "preFilter",
  "filter",
  "postFilter",
  "preScore",
  "score",
  "reserve",
  "permit",
  "preBind",
  "bind",
  "postBind",
];

/** Builds the plugins a profile names, once each, collecting what is wrong with it. */
class ProfileBuilder {
  readonly errors: string[] = [];
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

  #checkNames(): void {
    const isKnown = (name: string): boolean => this.#registry.has(name) || PLUGINS_WITHOUT_HOOKS.has(name);
    for (const { name } of this.#multiPoint) {
      if (!isKnown(name)) this.errors.push(`MultiPointPlugin "${name}" does not exist`);
    }
    for (const point of POINTS) {
      const names = this.#spec.plugins[point]?.enabled?.map(({ name }) => name) ?? [];
      for (const [i, name] of names.entries()) {
        if (!isKnown(name)) this.errors.push(`${point} plugin "${name}" does not exist`);
        else if (!this.#takesPart(name, point)) this.errors.push(`plugin "${name}" does not extend ${point} plugin`);
        if (names.indexOf(name) < i) this.errors.push(`plugin "${name}" already registered as "${point}"`);
      }
    }
    for (const { name } of this.#spec.pluginConfig) {
      if (!isKnown(name)) this.errors.push(`pluginConfig names "${name}", which does not exist`);
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
    for (const { context } of config.left) {
      this.errors.push(`pluginConfig of ${name}: ${context.map(({ key }) => key).join(".")} cannot be read`);
    }
    return NO_HOOKS;
  }
}

/** Left: everything that is wrong with the profile, one sentence each. */
export const buildProfile = (spec: ProfileSpec, registry: readonly AnyPlugin[]): Either<readonly string[], Profile> => {
  const builder = new ProfileBuilder(spec, registry);
  const [queueSort, ...others] = builder.at("queueSort");
  if (queueSort === undefined || others.length > 0) builder.errors.push("exactly one queueSort plugin must be enabled");
  if (builder.namesAt("bind").length === 0) builder.errors.push("at least one bind plugin must be enabled");
  const points = {
    preEnqueue: builder.at("preEnqueue"),
    preFilter: builder.at("preFilter"),
    filter: builder.at("filter"),
    score: builder.at("score").map((plugin) => ({ ...plugin, weight: builder.weightOf(plugin.name) })),
    postFilter: builder.namesAt("postFilter"),
  };
  if (builder.errors.length > 0 || queueSort === undefined) return left(builder.errors);
  const { schedulerName, percentageOfNodesToScore } = spec;
  return right({ schedulerName, percentageOfNodesToScore, queueSort, ...points, wakes: builder.wakes() });
};
