// Admission of pods as the API server does it, once per template: every pod of a ReplicaSet shares one admitted template,
// whose identity is the pods' equivalence class.
import { admitPod } from "@podsim/core";
import type { ClusterState, PodTemplateSpec, PriorityClass } from "@podsim/core";
import { isLeft, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";

interface Admitted {
  readonly classes: readonly PriorityClass[];
  readonly result: Either<string, PodTemplateSpec>;
}

const admitted = new WeakMap<PodTemplateSpec, Admitted>();

const admit = (template: PodTemplateSpec, classes: readonly PriorityClass[]): Either<string, PodTemplateSpec> => {
  const spec = admitPod(template.spec, classes, template.metadata.labels);
  return isLeft(spec) ? spec : right({ metadata: template.metadata, spec: spec.right });
};

/** The template that pods made from `template` are stored with now; Left: why the server forbids them. */
export const admitTemplate = (
  template: PodTemplateSpec,
  { priorityClasses }: ClusterState,
): Either<string, PodTemplateSpec> => {
  const known = admitted.get(template);
  if (known?.classes === priorityClasses) return known.result;
  const result = admit(template, priorityClasses);
  admitted.set(template, { classes: priorityClasses, result });
  return result;
};
