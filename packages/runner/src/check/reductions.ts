// Everything that can be left out of a case, one part at a time.
import type { CaseScenario, CaseStep } from "./case-scenario.js";
import type { JsonMap } from "./json-map.js";
import { targetName } from "./manifests.js";
import { possibleSteps } from "./possible-steps.js";

/** A case without one of its parts. */
export interface Reduction {
  /** What is left out, for people: "pod/web", "step 2", "deployment/web: spec.minReadySeconds". */
  readonly part: string;
  readonly rest: CaseScenario;
}

const without = <T>(list: readonly T[], ix: number): readonly T[] => list.filter((_, k) => k !== ix);

const isMap = (value: unknown): value is JsonMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Fields without which the object is another, or none. */
const ESSENTIAL: ReadonlySet<string> = new Set([
  "apiVersion",
  "kind",
  "metadata",
  "name",
  "image",
  "selector",
  "template",
  "jobTemplate",
  "schedule",
  "serviceName",
  "allocatable",
  "topologyKey",
  "labelSelector",
  "key",
  "operator",
  "effect",
  "httpGet",
  "exec",
  "match",
  "status",
  "target",
  "nodes",
  "names",
]);

/** Lists whose last item cannot go. */
const NEVER_EMPTY: ReadonlySet<string> = new Set(["containers", "names"]);

interface Smaller {
  readonly path: string;
  readonly value: unknown;
}

/** The value without one field or item, at every depth. */
const smaller = (value: unknown, name: string): readonly Smaller[] => {
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    const dropped =
      NEVER_EMPTY.has(name) && items.length === 1
        ? []
        : items.map((_, ix) => ({ path: `[${String(ix)}]`, value: without(items, ix) }));
    const inner = items.flatMap((item, ix) =>
      smaller(item, "").map(({ path, value: less }) => ({
        path: `[${String(ix)}]${path}`,
        value: items.with(ix, less),
      })),
    );
    return [...dropped, ...inner];
  }
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, field]): readonly Smaller[] => {
    const inner = smaller(field, key).map(({ path, value: less }) => ({
      path: `.${key}${path}`,
      value: { ...value, [key]: less },
    }));
    if (ESSENTIAL.has(key)) return inner;
    const { [key]: _, ...rest } = value;
    return [{ path: `.${key}`, value: rest }, ...inner];
  });
};

const replicasOf = (object: JsonMap): number => {
  const { spec } = object as { readonly spec?: JsonMap };
  const replicas = spec?.["replicas"];
  return typeof replicas === "number" ? replicas : 0;
};

const objectReductions = (given: CaseScenario): readonly Reduction[] => {
  const { objects } = given;
  const dropped = objects.map((object, ix) => ({
    part: targetName(object),
    rest: { ...given, objects: without(objects, ix) },
  }));
  const fewer = objects.flatMap((object, ix): readonly Reduction[] => {
    const replicas = replicasOf(object);
    if (replicas === 0) return [];
    const less = { ...object, spec: { ...(object["spec"] as JsonMap), replicas: replicas - 1 } };
    return [{ part: `a replica of ${targetName(object)}`, rest: { ...given, objects: objects.with(ix, less) } }];
  });
  const plainer = objects.flatMap((object, ix) =>
    smaller(object["spec"], "spec").map(({ path, value }) => ({
      part: `${targetName(object)}: spec${path}`,
      rest: { ...given, objects: objects.with(ix, { ...object, spec: value }) },
    })),
  );
  return [...dropped, ...fewer, ...plainer];
};

/** The time of a step that is left out is left in: what comes after it keeps its moment. */
const withoutStep = (steps: readonly CaseStep[], ix: number): readonly CaseStep[] => {
  const gone = steps[ix]?.gapSeconds ?? 0;
  return steps.flatMap((step, k) => {
    if (k === ix) return [];
    return [k === ix + 1 ? { ...step, gapSeconds: step.gapSeconds + gone } : step];
  });
};

/** Whole steps, and what they say that they need not say. */
const stepReductions = (given: CaseScenario): readonly Reduction[] => {
  const { steps } = given;
  const dropped = steps.map((step, ix) => ({
    part: `step ${String(ix + 1)}: ${JSON.stringify(step.act)}`,
    rest: { ...given, steps: withoutStep(steps, ix) },
  }));
  const plainer = steps.flatMap((step, ix) =>
    Object.entries(step.act).flatMap(([verb, params]) =>
      smaller(params, verb).map(({ path, value }) => ({
        part: `step ${String(ix + 1)}: ${verb}${path}`,
        rest: { ...given, steps: steps.with(ix, { ...step, act: { [verb]: value } }) },
      })),
    ),
  );
  return [...dropped, ...plainer];
};

const behaviorReductions = (given: CaseScenario): readonly Reduction[] => {
  const { behaviors } = given;
  const named = (ix: number): string => `behaviour ${String(ix + 1)}`;
  const dropped = behaviors.map((_, ix) => ({
    part: named(ix),
    rest: { ...given, behaviors: without(behaviors, ix) },
  }));
  const plainer = behaviors.flatMap((behavior, ix) =>
    smaller(behavior, "").map(({ path, value }) => ({
      part: `${named(ix)}: ${path.slice(1)}`,
      rest: { ...given, behaviors: behaviors.with(ix, value as JsonMap) },
    })),
  );
  return [...dropped, ...plainer];
};

/**
 * The largest parts first: the fewer there are, the less there is to try afterwards. Steps that are not possible without a
 * part go with it.
 */
export const reductionsOf = (given: CaseScenario): readonly Reduction[] => [
  ...[...stepReductions(given), ...objectReductions(given)].map(({ part, rest }) => ({
    part,
    rest: { ...rest, steps: possibleSteps(rest) },
  })),
  ...behaviorReductions(given),
];
