// A small scenario as plain data: what properties are checked on, what is made smaller when one fails, and what a case file
// holds. Its document is an ordinary scenario.
import type { KubernetesVersion } from "@podsim/core";
import type { Reconciler } from "@podsim/scheduler";
import { asMap } from "./json-map.js";
import type { JsonMap } from "./json-map.js";

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
  /** Controllers of the user's own that run in it: code, of which its file holds no more than the names. */
  readonly controllers?: readonly Reconciler[];
  /** Names of those that have to, where it was read from a file: it is no case until they are given. */
  readonly playedWith?: readonly string[];
}

/** The verb of an act and what stands behind it. */
export const verbOf = (act: JsonMap): { readonly verb: string; readonly params: JsonMap } => {
  const [entry = ["", {}]] = Object.entries(act);
  return { verb: entry[0], params: asMap(entry[1]) };
};

/** What a step does, in the words a person would type. */
export const actText = (act: JsonMap): string => {
  const { verb, params } = verbOf(act);
  const target = typeof params["target"] === "string" ? ` ${params["target"]}` : "";
  const { target: _, ...rest } = params;
  return `${verb}${target}${Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`}`;
};

/** The case up to a second of it, without the steps that come later. */
export const cutAt = (given: CaseScenario, horizonSeconds: number): CaseScenario => {
  let atSeconds = 0;
  const steps = given.steps.filter(({ gapSeconds }) => (atSeconds += gapSeconds) <= horizonSeconds);
  return { ...given, horizonSeconds, steps };
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
  const timeline = cutAt(given, given.horizonSeconds).steps.map(({ gapSeconds, act }): JsonMap => {
    atSeconds += gapSeconds;
    return { at: `${String(atSeconds)}s`, ...act };
  });
  const behaviors = usedBehaviors(given, timeline);
  const { controllers = [], playedWith = [] } = given;
  const names = [...new Set([...playedWith, ...controllers.map(({ name }) => name)])];
  const expect = {
    ...(violates === null ? {} : { violates }),
    ...(names.length === 0 ? {} : { controllers: names }),
  };
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
      ...(Object.keys(expect).length === 0 ? {} : { expect }),
    },
  };
};
