// A cluster that stands still, made of the objects of a dump: nodes, placed pods, and the pods that wait, in file order.
import { completePodSpec } from "@podsim/core";
import type { Pod, PodIx, PodOwner, PodTemplateSpec, PriorityClass } from "@podsim/core";
import { StillCluster } from "@podsim/scheduler";
import type { Mapping } from "../scenario/schema/record.js";
import { isMapping } from "../scenario/schema/record.js";
import type { Dump, DumpItem } from "./dump-items.js";

export interface DumpCluster {
  readonly cluster: StillCluster;
  /** Pods without a node that are not finished, in file order. */
  readonly pending: readonly PodIx[];
}

const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (isMapping(inner) ? inner[key] : undefined), value);

const textAt = (value: unknown, ...keys: readonly string[]): string => {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : "";
};

const ownerOf = (raw: Mapping): PodOwner | null => {
  const references = at(raw, "metadata", "ownerReferences");
  if (!Array.isArray(references)) return null;
  const owner = (references as readonly unknown[]).find((each) => at(each, "controller") === true);
  return owner === undefined ? null : { kind: textAt(owner, "kind"), name: textAt(owner, "name"), ix: -1 };
};

/** Templates of pods that are alike become one, which is what pods are told apart by. */
class Templates {
  readonly #known = new Map<string, PodTemplateSpec>();
  readonly #classes: ReadonlyMap<string, PriorityClass>;
  readonly #global: PriorityClass | undefined;

  constructor(classes: readonly PriorityClass[]) {
    this.#classes = new Map(classes.map((each) => [each.metadata.name, each]));
    this.#global = classes.find((each) => each.globalDefault);
  }

  of({ metadata, spec }: Pod, raw: Mapping): PodTemplateSpec {
    const isUnset = at(raw, "spec", "priority") === undefined && spec.priorityClassName === undefined;
    const byClass = isUnset ? this.#global : this.#classes.get(spec.priorityClassName ?? "");
    const priority = byClass?.value ?? spec.priority;
    const preemptionPolicy = byClass?.preemptionPolicy ?? spec.preemptionPolicy;
    const { labels, annotations } = metadata;
    const template: PodTemplateSpec = {
      metadata: { labels, annotations },
      spec: { ...completePodSpec(spec), priority, preemptionPolicy },
    };
    const key = JSON.stringify(template);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, template);
    return template;
  }
}

const isOver = (raw: Mapping): boolean => ["Succeeded", "Failed"].includes(textAt(raw, "status", "phase"));

const addPod = (cluster: StillCluster, { raw }: DumpItem, pod: Pod, templates: Templates): PodIx => {
  const { namespace, name } = pod.metadata;
  const owner = ownerOf(raw);
  const ix = cluster.addPod({ namespace, name, template: templates.of(pod, raw), owner });
  if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== "") cluster.bind(ix, pod.spec.nodeName, "manifest");
  if (textAt(raw, "metadata", "deletionTimestamp") !== "") cluster.startDeleting(ix);
  return ix;
};

/** Other kinds are no part of a decision. */
const addObject = (cluster: StillCluster, { object }: DumpItem): void => {
  if (object === null) return;
  const { namespace, name, labels } = object.metadata;
  if (object.kind === "Node") cluster.addNode(object);
  else if (object.kind === "Namespace") cluster.addNamespace(name, labels);
  else if (object.kind === "Service") cluster.addService(object);
  else if (object.kind === "ReplicaSet") cluster.addReplicaSet(namespace, name, object.spec.selector);
  else if (object.kind === "PriorityClass") cluster.addPriorityClass(object);
};

export const clusterOf = ({ items }: Dump): DumpCluster => {
  const cluster = new StillCluster();
  const classes = items.flatMap(({ object }) => (object?.kind === "PriorityClass" ? [object] : []));
  const templates = new Templates(classes);
  for (const item of items) if (item.kind !== "Pod") addObject(cluster, item);
  const pending: PodIx[] = [];
  for (const item of items) {
    if (item.object?.kind !== "Pod" || isOver(item.raw)) continue;
    const ix = addPod(cluster, item, item.object, templates);
    if (cluster.world.pods.at(ix)?.binding === null) pending.push(ix);
  }
  return { cluster, pending };
};
