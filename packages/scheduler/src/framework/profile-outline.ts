// What a profile names, without its arguments: which plugins stand at which extension point, and what is wrong with that.
import { didYouMean } from "@podsim/core";
import type { Path, Problem } from "@podsim/core";
import { DEFAULT_MULTI_POINT, PLUGINS_WITHOUT_HOOKS } from "./default-plugins.js";
import type { PluginEntry } from "./default-plugins.js";
import { EXTENSION_POINTS } from "./plugin.js";
import type { AnyPlugin, ExtensionPoint } from "./plugin.js";
import { expandPoint, mergeWithDefaults } from "./plugin-lists.js";
import type { PluginLists } from "./plugin-lists.js";

/** A KubeSchedulerProfile. */
export interface ProfileSpec {
  readonly schedulerName: string;
  /** 0..100; 0 = adaptive. */
  readonly percentageOfNodesToScore: number;
  readonly plugins: PluginLists;
  readonly pluginConfig: readonly { readonly name: string; readonly args: unknown }[];
}

/** Something wrong with a profile, and where in it. */
export interface ProfileFault {
  readonly path: Path;
  readonly code: Problem["code"];
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

export class ProfileOutline {
  readonly #faults: ProfileFault[] = [];
  readonly #spec: ProfileSpec;
  readonly #registry: ReadonlyMap<string, AnyPlugin>;
  readonly #multiPoint: readonly PluginEntry[];
  readonly #names = new Map<ExtensionPoint, readonly string[]>();

  constructor(spec: ProfileSpec, registry: readonly AnyPlugin[]) {
    this.#spec = spec;
    this.#registry = new Map(registry.map((plugin) => [plugin.name, plugin]));
    this.#multiPoint = mergeWithDefaults(DEFAULT_MULTI_POINT, spec.plugins.multiPoint);
    this.#checkNames();
    this.#checkCounts();
  }

  get faults(): readonly ProfileFault[] {
    return this.#faults;
  }

  plugin(name: string): AnyPlugin | undefined {
    return this.#registry.get(name);
  }

  /** Plugins of the point, those that are known by name only among them. */
  namesAt(point: ExtensionPoint): readonly string[] {
    let names = this.#names.get(point);
    if (names === undefined) {
      const own = this.#spec.plugins[point];
      names = expandPoint(point, this.#multiPoint, own, (name, at) => this.#takesPart(name, at));
      this.#names.set(point, names);
    }
    return names;
  }

  weightOf(name: string): number {
    const own = this.#spec.plugins.score?.enabled ?? [];
    const weight = [...own, ...this.#multiPoint].find((entry) => entry.name === name)?.weight ?? 0;
    return weight === 0 ? 1 : weight;
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
    this.#faults.push({
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
      this.#faults.push({ path, code: "E305", message, why, fix: "remove one of them" });
    }
  }

  #checkPoint(point: ExtensionPoint): void {
    const names = this.#spec.plugins[point]?.enabled?.map(({ name }) => name) ?? [];
    for (const [i, name] of names.entries()) {
      const path = ["plugins", point, "enabled", i, "name"];
      if (!this.#isKnown(name)) this.#unknown(path, `${point} plugin "${name}" does not exist`, name);
      else if (!this.#takesPart(name, point)) {
        const points = this.#registry.get(name)?.points ?? PLUGINS_WITHOUT_HOOKS.get(name) ?? [];
        this.#faults.push({
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
      this.#faults.push({ path, code: "E305", message, why, fix: "remove one of the two" });
    }
  }

  #checkCounts(): void {
    const why = "all pods wait in one queue, which has one order";
    const fix = "leave queueSort alone: PrioritySort is enabled by default";
    if (this.namesAt("queueSort").length !== 1) {
      const message = "exactly one queueSort plugin must be enabled";
      this.#faults.push({ path: ["plugins", "queueSort"], code: "E206", message, why, fix });
    }
    if (this.namesAt("bind").length > 0) return;
    this.#faults.push({
      path: ["plugins", "bind"],
      code: "E206",
      message: "at least one bind plugin must be enabled",
      why: "a pod that nobody binds to its node never runs",
      fix: "enable DefaultBinder",
    });
  }
}

const known = new WeakMap<ProfileSpec, WeakMap<readonly AnyPlugin[], ProfileOutline>>();

/** Profiles and lists of plugins never change: each pair is outlined once, however many clusters are made. */
export const outlineOf = (spec: ProfileSpec, registry: readonly AnyPlugin[]): ProfileOutline => {
  let ofSpec = known.get(spec);
  if (ofSpec === undefined) known.set(spec, (ofSpec = new WeakMap()));
  let outline = ofSpec.get(registry);
  if (outline === undefined) ofSpec.set(registry, (outline = new ProfileOutline(spec, registry)));
  return outline;
};
