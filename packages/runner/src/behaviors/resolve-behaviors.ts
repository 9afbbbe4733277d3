// Gives every container of every template its behaviour: the scenario's first match, then annotations, then inference.
import { containerAt, containerCount, isInitIx } from "@podsim/core";
import type {
  Behavior,
  Container,
  PodTemplateSpec,
  ProbeBehavior,
  ProbeType,
  ResourceUse,
  ScriptSource,
} from "@podsim/core";
import type { BehaviorOf } from "@podsim/scheduler";
import { readAnnotations } from "./annotations.js";
import type { Annotated } from "./annotations.js";
import type { BehaviorSpec, HookSpec, ProbeSpec } from "./behavior-spec.js";
import { inferBehavior, SIGTERM_EXIT_CODE } from "./inferred-behavior.js";
import { compileMatch } from "./matching.js";
import type { Matcher } from "./matching.js";

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

interface Rule {
  readonly spec: BehaviorSpec;
  readonly name: string;
  readonly matcher: Matcher | null;
  readonly isFallback: boolean;
}

const ruleOf = (spec: BehaviorSpec, ix: number): Rule => ({
  spec,
  name: spec.name ?? `behavior-${String(ix + 1)}`,
  matcher: spec.match === null ? null : compileMatch(spec.match),
  isFallback: spec.match !== null && Object.values(spec.match).every((part) => part === null),
});

const mergeProbe = (spec: ProbeSpec | null | undefined, inferred: ProbeBehavior | null): ProbeBehavior | null => {
  if (spec === null || spec === undefined) return inferred;
  const { passAfter, failFrom, failure, takes, flap } = spec;
  const always = { passAfter, failFrom, failure: failure ?? "" };
  return { ...always, ...(takes === null ? {} : { takes }), ...(flap === null ? {} : { flap }) };
};

const mergeHook = (
  spec: HookSpec | null | undefined,
  inferred: Behavior["hooks"]["preStop"],
): Behavior["hooks"]["preStop"] =>
  spec === null || spec === undefined ? inferred : { takes: spec.takes ?? inferred.takes, fails: spec.fails };

const mergeSigterm = (spec: BehaviorSpec["onSigterm"], inferred: Behavior["onSigterm"]): Behavior["onSigterm"] => {
  if (spec === null) return inferred;
  return spec === "ignore" ? spec : { exitAfter: spec.exitAfter, exitCode: spec.exitCode ?? SIGTERM_EXIT_CODE };
};

/** Nothing where nobody says anything. */
const usePart = (spec: BehaviorSpec | null, said: Annotated, inferred: Behavior): { readonly use?: ResourceUse } => {
  const memory = spec?.memory?.use ?? said.memory ?? inferred.use?.memory ?? null;
  const disk = spec?.disk ?? said.disk ?? inferred.use?.disk ?? null;
  const volumes = spec?.volumes ?? inferred.use?.volumes ?? {};
  const processes = spec?.processes ?? inferred.use?.processes ?? null;
  if (memory === null && disk === null && processes === null && Object.keys(volumes).length === 0) return {};
  return { use: { memory, killedAtLimit: spec?.memory?.killedAtLimit ?? true, disk, volumes, processes } };
};

/** What is left to the container's commands once others have spoken; null = nothing. */
const remainingScript = (
  spec: BehaviorSpec | null,
  said: Annotated,
  script: ScriptSource | undefined,
): ScriptSource | null => {
  if (script === undefined) return null;
  const isTimed = (spec?.run ?? said.run ?? spec?.crash ?? spec?.exitCode ?? said.exitCode ?? null) !== null;
  const probes = script.probes.filter((type) => spec?.probes?.[type] == null);
  const hooks = script.hooks.filter((kind) => spec?.hooks?.[kind] == null);
  const ends = script.ends && !isTimed;
  const signals = script.signals && !isTimed && (spec?.onSigterm ?? null) === null;
  const isLeft = ends || signals || probes.length > 0 || hooks.length > 0;
  return isLeft ? { ...script, ends, signals, probes, hooks } : null;
};

/** What the scenario says, and where it is silent what the annotations say, and where they are what was inferred. */
const merge = (spec: BehaviorSpec | null, said: Annotated, inferred: Behavior, name: string): Behavior => {
  const probe = (type: ProbeType): ProbeBehavior | null => mergeProbe(spec?.probes?.[type], inferred.probes[type]);
  const { image, hooks } = inferred;
  const script = remainingScript(spec, said, inferred.script);
  return {
    name,
    image: {
      sizeBytes: spec?.image?.size ?? said.imageSizeBytes ?? image.sizeBytes,
      pullBytesPerSecond: spec?.image?.pullRate ?? image.pullBytesPerSecond,
      missing: spec?.image?.missing ?? image.missing,
      ...(spec?.image?.denied === true ? { denied: true } : {}),
      cached: spec?.image?.cached ?? image.cached,
    },
    ...usePart(spec, said, inferred),
    // Who says what the container does knows that it starts.
    ...(inferred.startError === undefined || spec !== null || isSaid(said) ? {} : { startError: inferred.startError }),
    startup: spec?.startup ?? said.startup ?? inferred.startup,
    run: spec?.run ?? said.run ?? inferred.run,
    exitCode: spec?.exitCode ?? said.exitCode ?? inferred.exitCode,
    crash: spec?.crash ?? inferred.crash,
    probes: { startup: probe("startup"), liveness: probe("liveness"), readiness: probe("readiness") },
    onSigterm: mergeSigterm(spec?.onSigterm ?? null, inferred.onSigterm),
    hooks: {
      postStart: mergeHook(spec?.hooks?.postStart, hooks.postStart),
      preStop: mergeHook(spec?.hooks?.preStop, hooks.preStop),
    },
    ...(script === null ? {} : { script }),
  };
};

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
  "batch.kubernetes.io/job-name",
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

const isSaid = (said: Annotated): boolean =>
  said.startup !== null ||
  said.run !== null ||
  said.exitCode !== null ||
  said.imageSizeBytes !== null ||
  said.memory !== null ||
  said.disk !== null;

interface Resolved {
  readonly behavior: Behavior;
  readonly use: BehaviorUse;
}

/** `placed` are the templates known beforehand; namespaces of behaviours are told from them. */
export const resolveBehaviors = (specs: readonly BehaviorSpec[], placed: readonly PlacedTemplate[]): Behaviors => {
  const rules = specs.map(ruleOf);
  const namespaces = new Map<string, Set<string>>();
  for (const { namespace, template } of placed) {
    const key = keyOf(template);
    namespaces.set(key, (namespaces.get(key) ?? new Set()).add(namespace));
  }

  const matches = ({ matcher }: Rule, template: PodTemplateSpec, container: Container): boolean => {
    if (matcher === null || !matcher.matches(template, container)) return false;
    return matcher.namespace === null || namespaces.get(keyOf(template))?.has(matcher.namespace) === true;
  };

  const resolve = (template: PodTemplateSpec, ix: number, said: Annotated): Resolved => {
    const container = containerAt(template.spec, ix);
    const inferred = inferBehavior(template.spec, container, ix);
    const matched = rules.find((rule) => matches(rule, template, container));
    const named = said.behavior === null ? undefined : rules.find(({ name }) => name === said.behavior);
    const rule = matched ?? named;
    const source = matched !== undefined ? "scenario" : named !== undefined || isSaid(said) ? "annotation" : "default";
    const name = rule?.name ?? source;
    const behavior = merge(rule?.spec ?? null, said, inferred.behavior, name);
    return {
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
    return Array.from({ length: containerCount(spec) }, (_, ix) => {
      const isInit = isInitIx(spec, ix);
      return resolve(template, ix, annotations.of(containerAt(spec, ix), ix === spec.initContainers.length, isInit));
    });
  };

  const known = new WeakMap<PodTemplateSpec, readonly Resolved[]>();
  const resolvedAt = (template: PodTemplateSpec, ix: number): Resolved => {
    let all = known.get(template);
    if (all === undefined) known.set(template, (all = resolveTemplate(template)));
    const found = all[ix];
    if (found === undefined) throw new RangeError(`no container ${String(ix)} in this template`);
    return found;
  };

  return {
    behaviorOf: (template, ix) => resolvedAt(template, ix).behavior,
    useOf: (template, ix) => resolvedAt(template, ix).use,
  };
};
