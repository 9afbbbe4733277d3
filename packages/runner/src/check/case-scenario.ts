// A small scenario as plain data: what properties are checked on, what is made smaller when one fails, and what a case file
// holds. Its document is an ordinary scenario.
import type { KubernetesVersion } from "@podsim/core";
import type { Reconciler } from "@podsim/scheduler";

/** Plain JSON. */
export type JsonMap = Readonly<Record<string, unknown>>;

export interface CaseStep {
  /** Since the step before, or since the start; whole seconds. Gaps, so that a step can go without moving the others' order. */
  readonly gapSeconds: number;
  /** One verb of a scenario's timeline with its parameters: { scale: { target: "deployment/web", replicas: 2 } }. */
  readonly act: JsonMap;
}

export interface CaseScenario {
  readonly name: string;
  readonly seed: number;
  readonly kubernetes: KubernetesVersion;
  readonly horizonSeconds: number;
  /** Manifests of what the cluster begins with, nodes included. */
  readonly objects: readonly JsonMap[];
  /** Entries of spec.behaviors. */
  readonly behaviors: readonly JsonMap[];
  readonly steps: readonly CaseStep[];
  /** Controllers of the user's own that run in it: code, which its file does not hold. */
  readonly controllers?: readonly Reconciler[];
}

const asMap = (value: unknown): JsonMap =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};

const textIn = (map: JsonMap, key: string): string => {
  const value = map[key];
  return typeof value === "string" ? value : "";
};

/** "deployment/web", as a step's target names it; "node/n1". */
export const targetName = (manifest: JsonMap): string =>
  `${textIn(manifest, "kind").toLowerCase()}/${textIn(asMap(manifest["metadata"]), "name")}`;

/** The verb of a step and what stands behind it. */
const verbOf = ({ act }: CaseStep): { readonly verb: string; readonly params: JsonMap } => {
  const [entry = ["", {}]] = Object.entries(act);
  return { verb: entry[0], params: asMap(entry[1]) };
};

/** Objects that a step applies. */
const appliedBy = (step: CaseStep): readonly JsonMap[] => {
  const { verb, params } = verbOf(step);
  const objects = verb === "apply" ? params["objects"] : [];
  return Array.isArray(objects) ? (objects as readonly unknown[]).map(asMap) : [];
};

/** What has to exist for a step to be possible. */
const needs = (step: CaseStep): readonly string[] => {
  const { params } = verbOf(step);
  const names = asMap(params["nodes"])["names"];
  const nodes = Array.isArray(names) ? (names as readonly unknown[]).map((name) => `node/${String(name)}`) : [];
  const target = textIn(params, "target");
  return target === "" ? nodes : [...nodes, target];
};

/** What a step does, in the words a person would type. */
export const actText = (act: JsonMap): string => {
  const { verb, params } = verbOf({ gapSeconds: 0, act });
  const target = typeof params["target"] === "string" ? ` ${params["target"]}` : "";
  const { target: _, ...rest } = params;
  return `${verb}${target}${Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`}`;
};

/** The steps that are possible: a step about something that is not there, or is gone by then, is none. */
export const possibleSteps = ({ objects, steps }: CaseScenario): readonly CaseStep[] => {
  const present = new Set(objects.map(targetName));
  const possible: CaseStep[] = [];
  let waitedSeconds = 0;
  for (const step of steps) {
    waitedSeconds += step.gapSeconds;
    if (!needs(step).every((name) => present.has(name))) continue;
    possible.push({ gapSeconds: waitedSeconds, act: step.act });
    waitedSeconds = 0;
    for (const object of appliedBy(step)) present.add(targetName(object));
    const { verb, params } = verbOf(step);
    if (verb === "delete") present.delete(textIn(params, "target"));
    if (verb === "removeNodes") for (const name of needs(step)) present.delete(name);
  }
  return possible;
};

/** Whether something can be done after everything that is in the case. */
export const isPossible = (given: CaseScenario, act: JsonMap): boolean => {
  const steps = [...given.steps, { gapSeconds: 0, act }];
  return possibleSteps({ ...given, steps }).length > possibleSteps(given).length;
};

/** Takes from `texts` those that stand somewhere in the value. */
const strikeOut = (texts: Set<unknown>, value: unknown): void => {
  if (typeof value === "string") texts.delete(value);
  else if (Array.isArray(value)) for (const each of value as readonly unknown[]) strikeOut(texts, each);
  else if (typeof value === "object" && value !== null)
    for (const key in value) strikeOut(texts, (value as JsonMap)[key]);
};

const imageMatchedBy = (behavior: JsonMap): unknown => asMap(behavior["match"])["image"];

/** The behaviours of containers that there are, or may come to be. */
const usedBehaviors = ({ objects, behaviors }: CaseScenario, timeline: readonly JsonMap[]): readonly JsonMap[] => {
  const unused = new Set<unknown>(behaviors.map(imageMatchedBy).filter((image) => typeof image === "string"));
  if (unused.size > 0) for (const part of [objects, timeline]) strikeOut(unused, part);
  return unused.size === 0 ? behaviors : behaviors.filter((behavior) => !unused.has(imageMatchedBy(behavior)));
};

/** The case as a scenario file holds it. `violates`: the law it is about; null = none is expected to be broken. */
export const documentOf = (given: CaseScenario, violates: string | null = null): JsonMap => {
  let atSeconds = 0;
  const timeline = possibleSteps(given).flatMap(({ gapSeconds, act }): readonly JsonMap[] => {
    atSeconds += gapSeconds;
    return atSeconds > given.horizonSeconds ? [] : [{ at: `${String(atSeconds)}s`, ...act }];
  });
  const behaviors = usedBehaviors(given, timeline);
  return {
    apiVersion: "podsim.dev/v1alpha1",
    kind: "Scenario",
    metadata: { name: given.name },
    spec: {
      kubernetes: given.kubernetes,
      clock: { stop: { after: `${String(given.horizonSeconds)}s` } },
      cluster: { objects: given.objects },
      ...(behaviors.length === 0 ? {} : { behaviors }),
      ...(timeline.length === 0 ? {} : { timeline }),
      repeat: { seeds: 1, base: given.seed },
      ...(violates === null ? {} : { expect: { violates } }),
    },
  };
};
