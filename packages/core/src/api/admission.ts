// What the API server does to a pod between the manifest and the store: completes it, resolves its priority, adds the
// tolerations every pod has. Pure functions of the pod and the priority classes of that moment.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Labels, LabelSelector, LabelSelectorRequirement, Toleration } from "./meta.js";
import type { Affinity, PodAffinity, PodAffinityTerm, PodSpec, TopologySpreadConstraint } from "./pod.js";
import { completePodSpec } from "./pod-codec.js";
import { SYSTEM_PRIORITY_CLASSES } from "./priority-class.js";
import type { PriorityClass } from "./priority-class.js";

/** Seconds a pod stays on a node that is not ready or unreachable, where it does not say. */
const DEFAULT_TOLERATION_SECONDS = 300;

const UNHEALTHY_TAINTS = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] as const;

const tolerates = (tolerations: readonly Toleration[], taintKey: string): boolean =>
  tolerations.some(({ key, effect }) => (key === taintKey || key === "") && (effect === "NoExecute" || effect === ""));

/** Adds what is missing of not-ready and unreachable, NoExecute for 300 s each. */
const withDefaultTolerations = (spec: PodSpec): PodSpec => {
  const missing = UNHEALTHY_TAINTS.filter((key) => !tolerates(spec.tolerations, key));
  if (missing.length === 0) return spec;
  const added = missing.map((key): Toleration => ({
    key,
    operator: "Exists",
    value: "",
    effect: "NoExecute",
    tolerationSeconds: DEFAULT_TOLERATION_SECONDS,
  }));
  return { ...spec, tolerations: [...spec.tolerations, ...added] };
};

type Resolved = Pick<PodSpec, "priority" | "preemptionPolicy"> & { readonly className: string | null };

const NO_CLASS: Resolved = { className: null, priority: 0, preemptionPolicy: "PreemptLowerPriority" };

const resolvedBy = ({ metadata, value, preemptionPolicy }: PriorityClass): Resolved => ({
  className: metadata.name,
  priority: value,
  preemptionPolicy,
});

/** The class for pods that name none: of several, which should not be, the one of least value. */
const globalDefault = (classes: readonly PriorityClass[]): Resolved => {
  const [first, ...others] = classes.filter((each) => each.globalDefault);
  if (first === undefined) return NO_CLASS;
  return resolvedBy(others.reduce((least, each) => (each.value < least.value ? each : least), first));
};

const resolvePriority = (name: string | undefined, classes: readonly PriorityClass[]): Either<string, Resolved> => {
  if (name === undefined) return right(globalDefault(classes));
  const byName = ({ metadata }: PriorityClass): boolean => metadata.name === name;
  const found = classes.find(byName) ?? SYSTEM_PRIORITY_CLASSES.find(byName);
  return found === undefined ? left(`no PriorityClass with name ${name} was found`) : right(resolvedBy(found));
};

const withPriority = (spec: PodSpec, classes: readonly PriorityClass[]): Either<string, PodSpec> => {
  const resolved = resolvePriority(spec.priorityClassName, classes);
  if (isLeft(resolved)) return resolved;
  const { className, priority, preemptionPolicy } = resolved.right;
  // A decoded spec does not tell the default from the same value given, which a server would compare as well.
  if (spec.priority !== NO_CLASS.priority && spec.priority !== priority) {
    return left(
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; ` +
        `priority admission controller computed ${priority} from the given PriorityClass name`,
    );
  }
  if (spec.preemptionPolicy !== NO_CLASS.preemptionPolicy && spec.preemptionPolicy !== preemptionPolicy) {
    return left(
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ` +
        `priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
    );
  }
  return right({
    ...spec,
    priority,
    preemptionPolicy,
    ...(className === null ? {} : { priorityClassName: className }),
  });
};

interface KeyedSelector {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

const isSame = (a: LabelSelectorRequirement, b: LabelSelectorRequirement): boolean =>
  a.key === b.key && a.operator === b.operator && a.values?.length === 1 && a.values[0] === b.values?.[0];

/** Turns matchLabelKeys and mismatchLabelKeys into requirements with the pod's own label values; once is enough. */
const withLabelKeys = <Term extends KeyedSelector>(term: Term, labels: Labels): Term => {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  if (labelSelector === undefined) return term;
  const present = labelSelector.matchExpressions ?? [];
  const wanted = (keys: readonly string[], operator: "In" | "NotIn"): readonly LabelSelectorRequirement[] =>
    keys
      .filter((key) => Object.hasOwn(labels, key))
      .map((key) => ({ key, operator, values: [labels[key] ?? ""] }))
      .filter((requirement) => !present.some((each) => isSame(each, requirement)));
  const added = [...wanted(matchLabelKeys, "In"), ...wanted(mismatchLabelKeys, "NotIn")];
  if (added.length === 0) return term;
  return { ...term, labelSelector: { ...labelSelector, matchExpressions: [...present, ...added] } };
};

const withKeysInPodAffinity = (affinity: PodAffinity, labels: Labels): PodAffinity => {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: hard,
    preferredDuringSchedulingIgnoredDuringExecution: soft,
  } = affinity;
  const complete = (term: PodAffinityTerm): PodAffinityTerm => withLabelKeys(term, labels);
  return {
    ...affinity,
    ...(hard === undefined ? {} : { requiredDuringSchedulingIgnoredDuringExecution: hard.map(complete) }),
    ...(soft === undefined
      ? {}
      : {
          preferredDuringSchedulingIgnoredDuringExecution: soft.map((each) => ({
            ...each,
            podAffinityTerm: complete(each.podAffinityTerm),
          })),
        }),
  };
};

const withKeysInAffinity = (affinity: Affinity, labels: Labels): Affinity => ({
  ...affinity,
  ...(affinity.podAffinity === undefined ? {} : { podAffinity: withKeysInPodAffinity(affinity.podAffinity, labels) }),
  ...(affinity.podAntiAffinity === undefined
    ? {}
    : { podAntiAffinity: withKeysInPodAffinity(affinity.podAntiAffinity, labels) }),
});

const withOwnLabels = (spec: PodSpec, labels: Labels): PodSpec => {
  const { affinity, topologySpreadConstraints: spread } = spec;
  if (affinity === undefined && spread === undefined) return spec;
  const complete = (each: TopologySpreadConstraint): TopologySpreadConstraint => withLabelKeys(each, labels);
  return {
    ...spec,
    ...(affinity === undefined ? {} : { affinity: withKeysInAffinity(affinity, labels) }),
    ...(spread === undefined ? {} : { topologySpreadConstraints: spread.map(complete) }),
  };
};

/**
 * The spec a pod is stored with, from a decoded manifest's or template's: limits become requests and container ports
 * host ports where they do in pods, priority and preemption policy come from the class, tolerations for not-ready and
 * unreachable nodes and the pod's own label values are added. Left: why the server forbids the pod, in its words.
 * Admitting an admitted spec changes nothing.
 */
export const admitPod = (
  spec: PodSpec,
  priorityClasses: readonly PriorityClass[],
  labels: Labels = {},
): Either<string, PodSpec> => {
  const prioritized = withPriority(completePodSpec(spec), priorityClasses);
  return isLeft(prioritized) ? prioritized : right(withOwnLabels(withDefaultTolerations(prioritized.right), labels));
};
