// Which behaviour the containers of the manifests were given, and why: what validate prints.
import { containerAt, containerCount } from "@podsim/core";
import type { KubernetesObject, PodTemplateSpec, WrittenJobSpec } from "@podsim/core";
import { JOB_NAME_LABEL } from "./resolve-behaviors.js";
import type { Behaviors, BehaviorUse, PlacedTemplate } from "./resolve-behaviors.js";

/** One behaviour and everything it was given to. */
export interface BehaviorSummary {
  readonly behavior: string;
  readonly source: BehaviorUse["source"];
  readonly isFallback: boolean;
  /** Containers of all replicas together. */
  readonly containerCount: number;
  readonly users: readonly BehaviorUser[];
}

export interface BehaviorUser {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly replicas: number;
  /** What was concluded from the manifest where nothing was said. */
  readonly inferred: readonly string[];
}

interface MadePods {
  readonly template: PodTemplateSpec;
  readonly replicas: number;
}

const ofJob = ({ template, parallelism, completions }: WrittenJobSpec, name: string): MadePods => {
  const labels = { [JOB_NAME_LABEL]: name, ...template.metadata.labels };
  return {
    template: { ...template, metadata: { ...template.metadata, labels } },
    replicas: completions ?? parallelism ?? 1,
  };
};

/** The template of an object that makes pods, and how many; null for other objects. */
export const templateOf = (object: KubernetesObject): MadePods | null => {
  if (object.kind === "Pod") {
    const { labels, annotations } = object.metadata;
    return { template: { metadata: { labels, annotations }, spec: object.spec }, replicas: 1 };
  }
  if (object.kind === "Deployment" || object.kind === "ReplicaSet" || object.kind === "StatefulSet") {
    return { template: object.spec.template, replicas: object.spec.replicas };
  }
  // How many nodes a DaemonSet will have is not known before the run: one pod stands for them.
  if (object.kind === "DaemonSet") return { template: object.spec.template, replicas: 1 };
  if (object.kind === "CronJob") return ofJob(object.spec.jobTemplate.spec, object.metadata.name);
  return object.kind === "Job" ? ofJob(object.spec, object.metadata.name) : null;
};

/** The templates of all objects that make pods. */
export const placedTemplates = (objects: readonly KubernetesObject[]): readonly PlacedTemplate[] =>
  objects.flatMap((object) => {
    const made = templateOf(object);
    return made === null ? [] : [{ namespace: object.metadata.namespace, template: made.template }];
  });

/** In the order in which behaviours are first met. */
export const summarizeBehaviors = (
  behaviors: Behaviors,
  objects: readonly KubernetesObject[],
): readonly BehaviorSummary[] => {
  const found = new Map<string, { use: BehaviorUse; users: BehaviorUser[] }>();
  for (const object of objects) {
    const made = templateOf(object);
    if (made === null) continue;
    const { template, replicas } = made;
    for (let ix = 0; ix < containerCount(template.spec); ix += 1) {
      const use = behaviors.useOf(template, ix);
      const key = `${use.source} ${use.behavior}`;
      const entry = found.get(key) ?? { use, users: [] };
      const { namespace, name } = object.metadata;
      const container = containerAt(template.spec, ix).name;
      entry.users.push({ kind: object.kind, namespace, name, container, replicas, inferred: use.inferred });
      found.set(key, entry);
    }
  }
  return [...found.values()].map(({ use, users }) => ({
    behavior: use.behavior,
    source: use.source,
    isFallback: use.isFallback,
    containerCount: users.reduce((sum, { replicas }) => sum + replicas, 0),
    users,
  }));
};
