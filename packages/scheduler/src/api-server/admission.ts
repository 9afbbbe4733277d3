// Admission of pods as the API server does it, once per template: every pod of a ReplicaSet shares one admitted template,
// whose identity is the pods' equivalence class.
import { admitPod, isGateOn, withLimitDefaults, withoutRestartRules, withRuntimeClass } from "@podsim/core";
import type { ClusterState, LimitRange, PodTemplateSpec, PriorityClass, RuntimeClass } from "@podsim/core";
import { isLeft, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { ControlPlane } from "../actor.js";

interface Admitted {
  readonly restartRules: boolean;
  readonly classes: readonly PriorityClass[];
  readonly runtimes: readonly RuntimeClass[];
  readonly limits: readonly LimitRange[];
  readonly result: Either<string, PodTemplateSpec>;
}

const admitted = new WeakMap<PodTemplateSpec, Admitted>();

const NO_LIMITS: readonly LimitRange[] = [];
const NO_RUNTIMES: readonly RuntimeClass[] = [];

/** The LimitRanges of a namespace, in the order of their names. */
export const limitRangesIn = ({ limitRanges }: ClusterState, namespace: string): readonly LimitRange[] => {
  if (limitRanges === undefined || limitRanges.length === 0) return NO_LIMITS;
  return limitRanges.map(({ object }) => object).filter(({ metadata }) => metadata.namespace === namespace);
};

const isSameList = (a: readonly LimitRange[], b: readonly LimitRange[]): boolean =>
  a.length === b.length && a.every((each, i) => each === b[i]);

const admit = (
  template: PodTemplateSpec,
  { restartRules, classes, runtimes, limits }: Omit<Admitted, "result">,
): Either<string, PodTemplateSpec> => {
  // The server's own defaults come first: a limit is a request before a LimitRange is asked for one.
  const asked = restartRules ? template.spec : withoutRestartRules(template.spec);
  const admittedSpec = admitPod(asked, classes, template.metadata.labels);
  if (isLeft(admittedSpec)) return admittedSpec;
  const spec = withRuntimeClass(withLimitDefaults(admittedSpec.right, limits), runtimes);
  return isLeft(spec) ? spec : right({ metadata: template.metadata, spec: spec.right });
};

/** The template that pods made from `template` are stored with now; Left: why the server forbids them. */
export const admitTemplate = (
  template: PodTemplateSpec,
  { world, settings }: ControlPlane,
  namespace: string,
): Either<string, PodTemplateSpec> => {
  const { priorityClasses: classes, runtimeClasses: runtimes = NO_RUNTIMES } = world.cluster;
  const limits = limitRangesIn(world.cluster, namespace);
  const restartRules = isGateOn("ContainerRestartRules", settings.kubernetes, settings.featureGates);
  const known = admitted.get(template);
  const isSame = known?.classes === classes && known.runtimes === runtimes && known.restartRules === restartRules;
  if (isSame && isSameList(known.limits, limits)) return known.result;
  const result = admit(template, { restartRules, classes, runtimes, limits });
  admitted.set(template, { restartRules, classes, runtimes, limits, result });
  return result;
};
