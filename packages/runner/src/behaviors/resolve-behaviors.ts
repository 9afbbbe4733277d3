// Gives every container of every template its behaviour: the scenario's first match, then annotations, then inference.
import { containerAt, containerCount, isInitIx } from "@podsim/core";
import type { Behavior, Container, PodTemplateSpec } from "@podsim/core";
import type { BehaviorOf } from "@podsim/scheduler";
import { readAnnotations } from "./annotations.js";
import type { Annotated } from "./annotations.js";
import { ruleOf } from "./behavior-rule.js";
import type { Rule } from "./behavior-rule.js";
import type { BehaviorSpec } from "./behavior-spec.js";
import { changingBehaviors } from "./changing-behaviors.js";
import { inferBehavior } from "./inferred-behavior.js";
import { isSaid, mergeBehavior } from "./merge-behavior.js";

/** A template that the run may make pods from, and where. */
export interface PlacedTemplate {
  readonly namespace: string;
  readonly template: PodTemplateSpec;
}

/** What a container was given, for people. */
export interface BehaviorUse {
  /** Name of the behaviour, "annotation" or "default". */
  readonly behavior: string;
  readonly source: "scenario" | "annotation" | "default";
  /** Whether the behaviour matches everything. */
  readonly isFallback: boolean;
  /** What was concluded from the manifest where nothing was said. */
  readonly inferred: readonly string[];
}

export interface Behaviors {
  /** The same object for the same template and container, whenever it is asked. */
  readonly behaviorOf: BehaviorOf;
  readonly useOf: (template: PodTemplateSpec, container: number) => BehaviorUse;
}

/** Carried by the pods of a Job. */
export const JOB_NAME_LABEL = "batch.kubernetes.io/job-name";

/** Labels that controllers add to the pods they make. */
const ADDED_LABELS: ReadonlySet<string> = new Set([
  "pod-template-hash",
  "controller-revision-hash",
  "pod-template-generation",
  "statefulset.kubernetes.io/pod-name",
  "apps.kubernetes.io/pod-index",
  "controller-uid",
  "job-name",
  "batch.kubernetes.io/controller-uid",
  JOB_NAME_LABEL,
  "batch.kubernetes.io/job-completion-index",
]);

/**
 * A template does not say its namespace. Its labels, without those its controller adds, and the names of its containers
 * do: they stay the same through every rollout.
 */
const keyOf = ({ metadata, spec }: PodTemplateSpec): string => {
  const labels = Object.entries(metadata.labels).filter(([key]) => !ADDED_LABELS.has(key));
  const names = [...spec.initContainers, ...spec.containers].map(({ name }) => name);
  return JSON.stringify([labels.map(([key, value]) => `${key}=${value}`).sort(), names]);
};

/** By what stays the same of a template. */
const namespacesOf = (placed: readonly PlacedTemplate[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const namespaces = new Map<string, Set<string>>();
  for (const { namespace, template } of placed) {
    const key = keyOf(template);
    namespaces.set(key, (namespaces.get(key) ?? new Set()).add(namespace));
  }
  return namespaces;
};

interface Resolved {
  /** Null = no behaviour of the scenario. */
  readonly rule: Rule | null;
  readonly behavior: Behavior;
  readonly use: BehaviorUse;
}

/** `placed` are the templates known beforehand; namespaces of behaviours are told from them. */
export const resolveBehaviors = (specs: readonly BehaviorSpec[], placed: readonly PlacedTemplate[]): Behaviors => {
  const rules = specs.map(ruleOf);
  // Worked out when a behaviour first asks for a namespace, which few do.
  let namespaces: ReadonlyMap<string, ReadonlySet<string>> | null = null;

  const matches = ({ matcher }: Rule, template: PodTemplateSpec, container: Container): boolean => {
    if (matcher === null || !matcher.matches(template, container)) return false;
    if (matcher.namespace === null) return true;
    namespaces ??= namespacesOf(placed);
    return namespaces.get(keyOf(template))?.has(matcher.namespace) === true;
  };

  const resolve = (template: PodTemplateSpec, ix: number, said: Annotated): Resolved => {
    const container = containerAt(template.spec, ix);
    const isOfJob = Object.hasOwn(template.metadata.labels, JOB_NAME_LABEL);
    const inferred = inferBehavior(template.spec, container, ix, isOfJob);
    const matched = rules.find((rule) => matches(rule, template, container));
    const named = said.behavior === null ? undefined : rules.find(({ name }) => name === said.behavior);
    const rule = matched ?? named;
    const source = matched !== undefined ? "scenario" : named !== undefined || isSaid(said) ? "annotation" : "default";
    const name = rule?.name ?? source;
    const behavior = mergeBehavior(rule?.spec ?? null, said, inferred.behavior, name);
    return {
      rule: rule ?? null,
      behavior,
      use: {
        behavior: name,
        source,
        isFallback: rule?.isFallback ?? false,
        inferred: rule === undefined ? inferred.reasons : [],
      },
    };
  };

  const resolveTemplate = (template: PodTemplateSpec): readonly Resolved[] => {
    const annotations = readAnnotations(template.metadata.annotations);
    const { spec } = template;
    const all: Resolved[] = [];
    for (let ix = 0; ix < containerCount(spec); ix += 1) {
      const isFirst = ix === spec.initContainers.length;
      all.push(resolve(template, ix, annotations.of(containerAt(spec, ix), isFirst, isInitIx(spec, ix))));
    }
    return all;
  };

  const known = new WeakMap<PodTemplateSpec, readonly Resolved[]>();
  const resolvedAt = (template: PodTemplateSpec, ix: number): Resolved => {
    let all = known.get(template);
    if (all === undefined) known.set(template, (all = resolveTemplate(template)));
    const found = all[ix];
    if (found === undefined) throw new RangeError(`no container ${String(ix)} in this template`);
    return found;
  };

  const baseOf = (template: PodTemplateSpec, ix: number): Behavior => resolvedAt(template, ix).behavior;
  return {
    behaviorOf: changingBehaviors(baseOf, (rule, template, ix, of) =>
      of === undefined
        ? matches(rule, template, containerAt(template.spec, ix))
        : rules[of] !== undefined && resolvedAt(template, ix).rule === rules[of],
    ),
    useOf: (template, ix) => resolvedAt(template, ix).use,
  };
};
