// Makes a plugin of what a module of the user's exports, or says everything that keeps it from being one.
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { didYouMean } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { contractFaults } from "./contract.js";
import { guardedHooks } from "./guarded-hooks.js";
import { PluginFailure } from "./plugin-failure.js";
import { ACTION, EXTENSION_POINTS } from "./plugin.js";
import type { AnyPlugin, ExtensionPoint, PluginHooks, PodView, WakeRule } from "./plugin.js";

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const FIELDS = ["name", "points", "defaults", "build"];
const HOOKS = ["compare", "admit", "filter", "score", "wakesOn"];

const POINTS_OF_HOOK: Readonly<Record<string, readonly ExtensionPoint[]>> = {
  admit: ["preEnqueue"],
  compare: ["queueSort"],
  filter: ["preFilter", "filter"],
  score: ["preScore", "score"],
};

/** Any change may help, as kube-scheduler assumes of a plugin that does not say. */
const EVERYTHING: readonly WakeRule[] = [
  { resource: "Node", actions: ACTION.all },
  { resource: "Pod", actions: ACTION.all },
];

const unknownKeys = (fields: Fields, known: readonly string[], owner: string): readonly string[] =>
  Object.keys(fields)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = didYouMean(key, known);
      return `${owner} has an unknown field "${key}"${meant === null ? `; known are ${known.join(", ")}` : `: did you mean ${meant}?`}`;
    });

/** Arguments are the defaults with some of them replaced by values of the same kind. */
const argumentsOf = (name: string, defaults: Fields): t.Type<unknown, unknown> => {
  const kindOf = (value: unknown): string => (Array.isArray(value) ? "a list" : value === null ? "null" : typeof value);
  return new t.Type<unknown, unknown>(
    `${name}Args`,
    (value): value is unknown => isFields(value),
    (value, context) => {
      if (!isFields(value)) return t.failure(value, context, `expected arguments of ${name}`);
      const errors: t.Errors = [];
      for (const [key, given] of Object.entries(value)) {
        if (key === "apiVersion" || key === "kind") continue;
        const at = t.appendContext(context, key, t.unknown, given);
        if (!Object.hasOwn(defaults, key)) {
          const message = `${name} has no argument "${key}"; it has ${Object.keys(defaults).join(", ") || "none"}`;
          errors.push({ value: given, context: at, message });
        } else if (defaults[key] !== null && kindOf(given) !== kindOf(defaults[key])) {
          errors.push({
            value: given,
            context: at,
            message: `expected ${kindOf(defaults[key])}, got ${kindOf(given)}`,
          });
        }
      }
      return errors.length > 0 ? t.failures(errors) : t.success({ ...defaults, ...value });
    },
    t.identity,
  );
};

const hooksFaults = (hooks: unknown): readonly string[] => {
  if (!isFields(hooks)) return ["build() gives no object with hooks"];
  const faults = [...unknownKeys(hooks, HOOKS, "what build() gives")];
  for (const hook of Object.keys(POINTS_OF_HOOK)) {
    if (hooks[hook] !== undefined && typeof hooks[hook] !== "function") faults.push(`${hook} is no function`);
  }
  if (hooks["wakesOn"] !== undefined && !Array.isArray(hooks["wakesOn"])) faults.push("wakesOn is no list of rules");
  if (!Object.keys(POINTS_OF_HOOK).some((hook) => hooks[hook] !== undefined)) {
    faults.push(`it has no hook: ${Object.keys(POINTS_OF_HOOK).join(", ")}`);
  }
  return faults;
};

const pointsFaults = (points: unknown, offered: readonly ExtensionPoint[]): readonly string[] => {
  if (points === undefined) return [];
  if (!Array.isArray(points)) return ["points is no list of extension points"];
  return (points as readonly unknown[]).flatMap((point) => {
    if (offered.some((each) => each === point)) return [];
    const isKnown = EXTENSION_POINTS.some((each) => each === point);
    const why = isKnown ? "it has no hook for it" : `the points are ${EXTENSION_POINTS.join(", ")}`;
    return [`it cannot take part in ${String(point)}: ${why}`];
  });
};

interface Built {
  readonly hooks: PluginHooks;
  readonly points: readonly ExtensionPoint[];
}

const buildOnce = (given: Fields, name: string, args: unknown): Either<readonly string[], Built> => {
  let hooks: unknown;
  try {
    hooks = (given["build"] as (args: unknown) => unknown)(args);
  } catch (thrown) {
    return left([`build() threw ${thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)}`]);
  }
  const faults = hooksFaults(hooks);
  if (faults.length > 0) return left(faults);
  const own = hooks as PluginHooks;
  const offered = Object.entries(POINTS_OF_HOOK).flatMap(([hook, points]) =>
    (own as unknown as Fields)[hook] === undefined ? [] : points,
  );
  const odd = pointsFaults(given["points"], offered);
  if (odd.length > 0) return left(odd);
  const rules = (own as Partial<PluginHooks>).wakesOn ?? EVERYTHING;
  const points = (given["points"] as readonly ExtensionPoint[] | undefined) ?? offered;
  return right({ hooks: guardedHooks(name, { ...own, wakesOn: rules }), points });
};

const fieldsFaults = (given: unknown, taken: ReadonlySet<string>): readonly string[] => {
  if (!isFields(given)) return ["it has no default export that is a plugin: { name, build }"];
  const { name, build, defaults } = given;
  const faults = [...unknownKeys(given, FIELDS, "the plugin")];
  if (typeof name !== "string" || !/^[A-Za-z][\w.-]*$/.test(name))
    faults.push("its name is no text of letters and digits");
  else if (taken.has(name)) faults.push(`there is a plugin "${name}" already`);
  if (typeof build !== "function") faults.push("it has no function build(args) that gives its hooks");
  if (defaults !== undefined && !isFields(defaults)) faults.push("its defaults are no object of arguments");
  return faults;
};

/** A pod and a cluster to try a plugin on. */
export interface Trial {
  readonly pod: PodView;
  readonly cluster: ClusterView;
}

const trialFaults = (hooks: PluginHooks, trials: readonly Trial[]): readonly string[] => {
  try {
    return [...new Set(trials.flatMap(({ pod, cluster }) => contractFaults(hooks, pod, cluster)))];
  } catch (thrown) {
    if (!(thrown instanceof PluginFailure)) throw thrown;
    return [`asked about a pod in a small cluster, ${thrown.deed} (in ${thrown.hook})`];
  }
};

/**
 * `exported` is what the module exports: its default, or `plugin`, is the plugin. `taken` are the names of other plugins,
 * `trials` what it is tried on. Left: everything wrong with it, one sentence each.
 */
export const readUserPlugin = (
  exported: unknown,
  taken: ReadonlySet<string>,
  trials: readonly Trial[],
): Either<readonly string[], AnyPlugin> => {
  const module = isFields(exported) ? exported : {};
  const given = module["default"] ?? module["plugin"];
  const faults = fieldsFaults(given, taken);
  if (faults.length > 0 || !isFields(given)) return left(faults);
  const name = String(given["name"]);
  const defaults = (given["defaults"] ?? {}) as Fields;
  const built = buildOnce(given, name, defaults);
  if (built._tag === "Left") return built;
  const broken = trialFaults(built.right.hooks, trials);
  if (broken.length > 0) return left(broken);
  return right({
    name,
    points: built.right.points,
    config: argumentsOf(name, defaults),
    defaults,
    build: (args) => {
      const again = buildOnce(given, name, args);
      if (again._tag === "Right") return again.right.hooks;
      throw new PluginFailure(name, "build", "<none>", again.left.join("; "));
    },
  });
};
