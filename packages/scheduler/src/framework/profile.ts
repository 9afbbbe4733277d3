// A scheduler profile: which plugins run where, with which weights and arguments; and the default one.
import { isLeft, left, right, type Either } from "fp-ts/lib/Either.js";
import { toProblem } from "@podsim/core";
import type { AnyPlugin, ExtensionPoint, PluginHooks } from "./plugin.js";
import { outlineOf } from "./profile-outline.js";
import type { ProfileFault, ProfileOutline, ProfileSpec } from "./profile-outline.js";
import type { WakeRule } from "./wake.js";

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

/** Builds the plugins a profile names, once each, collecting what is wrong with it. */
class ProfileBuilder {
  readonly faults: ProfileFault[];
  readonly #spec: ProfileSpec;
  readonly #outline: ProfileOutline;
  readonly #built = new Map<string, BuiltPlugin>();

  constructor(spec: ProfileSpec, registry: readonly AnyPlugin[]) {
    this.#spec = spec;
    this.#outline = outlineOf(spec, registry);
    this.faults = [...this.#outline.faults];
  }

  /** The point's plugins that have something to do there. */
  at(point: ExtensionPoint): readonly BuiltPlugin[] {
    return this.#outline
      .namesAt(point)
      .filter((name) => this.#outline.plugin(name) !== undefined)
      .map((name) => this.#build(name));
  }

  /** The same with those that are known by name only. */
  all(point: ExtensionPoint): readonly BuiltPlugin[] {
    return this.#outline.namesAt(point).map((name) => this.#build(name));
  }

  scoring(): readonly ScorePlugin[] {
    return this.at("score").map(({ name, hooks }) => ({ name, hooks, weight: this.#outline.weightOf(name) }));
  }

  wakes(): readonly Wake[] {
    return [...this.#built.values()].flatMap(({ name, hooks }) =>
      hooks.wakesOn.map((rule) => ({ plugin: name, rule })),
    );
  }

  #build(name: string): BuiltPlugin {
    const known = this.#built.get(name);
    if (known !== undefined) return known;
    const built: BuiltPlugin = { name, hooks: this.#hooksOf(name) };
    this.#built.set(name, built);
    return built;
  }

  #hooksOf(name: string): PluginHooks {
    const plugin = this.#outline.plugin(name);
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

/** Left: everything that is wrong with the profile. */
export const buildProfile = (
  spec: ProfileSpec,
  registry: readonly AnyPlugin[],
): Either<readonly ProfileFault[], Profile> => {
  const builder = new ProfileBuilder(spec, registry);
  const [queueSort] = builder.at("queueSort");
  const points = {
    preEnqueue: builder.at("preEnqueue"),
    preFilter: builder.at("preFilter"),
    filter: builder.at("filter"),
    score: builder.scoring(),
    postFilter: builder.all("postFilter"),
    reserve: builder.at("reserve"),
  };
  if (builder.faults.length > 0 || queueSort === undefined) return left(builder.faults);
  const { schedulerName, percentageOfNodesToScore } = spec;
  return right({ schedulerName, percentageOfNodesToScore, queueSort, ...points, wakes: builder.wakes() });
};
