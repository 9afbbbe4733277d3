// A dump as what a run begins with: objects to apply, and requests that find pods, nodes and workloads as they are.
import { withGeneratedSelector } from "@podsim/core";
import type { KubernetesObject, Pod, PodTemplateSpec } from "@podsim/core";
import type { ApiRequest, FindPodsRequest, FindStandingRequest, FindWorkloadsRequest } from "@podsim/scheduler";
import { templateOf } from "../behaviors/behavior-summary.js";
import { plain } from "../scenario/plain.js";
import type { DumpItem } from "./dump-items.js";
import { foundPod, ownerOf } from "./found-pods.js";
import {
  foundCronJob,
  foundJob,
  foundNode,
  foundReplicaSet,
  foundStatefulSet,
  isCounted,
  withIdentity,
} from "./found-workloads.js";
import { PodTemplates } from "./pod-templates.js";
import { presumedObjects } from "./presumed-objects.js";
import type { Presumed } from "./presumed-objects.js";
import { DumpClock } from "./raw-value.js";

export interface FoundCluster {
  /** Applied as manifests are. */
  readonly objects: readonly KubernetesObject[];
  /** Once those are there, in this order. */
  readonly requests: readonly ApiRequest[];
  /** Every object of a kind that is modelled, pods included: what the scenario can speak of. */
  readonly known: readonly KubernetesObject[];
  /** Templates of the pods that are there. */
  readonly templates: readonly { readonly namespace: string; readonly template: PodTemplateSpec }[];
  readonly podCount: number;
  /** What the dump leaves out and its pods refer to. */
  readonly presumed: Presumed["counts"];
}

interface Decoded {
  readonly item: DumpItem;
  readonly object: KubernetesObject;
}

const decodedItems = (items: readonly DumpItem[], clock: DumpClock): readonly Decoded[] =>
  items.flatMap((item) => {
    if (item.object === null || item.object.kind === "Pod") return [];
    return [{ item, object: withIdentity(plain(item.object), item.raw, clock) }];
  });

const ofKind = <K extends KubernetesObject["kind"]>(all: readonly Decoded[], kind: K) =>
  all.flatMap(({ item, object }) =>
    object.kind === kind ? [{ raw: item.raw, object: object as Extract<KubernetesObject, { kind: K }> }] : [],
  );

/** Names of the pods each Job has counted, by namespace/name of the Job. */
const countedPods = (pods: readonly (readonly [DumpItem, Pod])[]): ReadonlyMap<string, readonly string[]> => {
  const counted = new Map<string, string[]>();
  for (const [{ raw }, { metadata }] of pods) {
    const owner = ownerOf(raw);
    if (owner?.kind !== "Job" || !isCounted(raw)) continue;
    const key = `${metadata.namespace}/${owner.name}`;
    const names = counted.get(key);
    if (names === undefined) counted.set(key, [metadata.name]);
    else names.push(metadata.name);
  }
  return counted;
};

/** A PodDisruptionBudget and the like are applied; what is found takes the place of being applied for these. */
const FOUND_ONLY: ReadonlySet<string> = new Set(["ReplicaSet", "Job"]);

const findWorkloads = (all: readonly Decoded[]): FindWorkloadsRequest => ({
  verb: "find-workloads",
  replicaSets: ofKind(all, "ReplicaSet").map(({ object, raw }) => foundReplicaSet(object, raw)),
  statefulSets: ofKind(all, "StatefulSet").flatMap(({ object, raw }) => foundStatefulSet(object, raw) ?? []),
  jobs: [],
});

/** `startMillis`: the moment that is time 0. */
export const foundCluster = (items: readonly DumpItem[], startMillis: number): FoundCluster => {
  const clock = new DumpClock(startMillis);
  const all = decodedItems(items, clock);
  const pods = items.flatMap((item) => (item.object?.kind === "Pod" ? [[item, item.object] as const] : []));
  const templates = new PodTemplates(ofKind(all, "PriorityClass").map(({ object }) => object));
  const nodes = ofKind(all, "Node").map(({ raw }) => foundNode(raw, clock));
  const silent = new Set(nodes.flatMap(({ name, ready }) => (ready === "Unknown" ? [name] : [])));
  const found = pods.map(([item, pod]) => foundPod(item, pod, templates.of(pod, item.raw), silent, clock));
  const counted = countedPods(pods);
  const jobs = ofKind(all, "Job").map(({ object, raw }) => {
    const { namespace, name, found: identity } = object.metadata;
    const own = withGeneratedSelector(object, identity?.uid ?? "");
    return foundJob(own, raw, counted.get(`${namespace}/${name}`) ?? [], clock);
  });
  const objects = all.map(({ object }) => object);
  const makers = objects.flatMap((object) => {
    const made = templateOf(object);
    return made === null ? [] : [{ namespace: object.metadata.namespace, spec: made.template.spec }];
  });
  const placed = new Map(found.map(({ namespace, template }) => [template, { namespace, template }]));
  const specs = [...placed.values()].map(({ namespace, template }) => ({ namespace, spec: template.spec }));
  const presumed = presumedObjects(objects, specs, makers);
  const findPods: FindPodsRequest = { verb: "find-pods", pods: found };
  const standing: FindStandingRequest = {
    verb: "find-standing",
    nodes,
    jobs,
    cronJobs: ofKind(all, "CronJob").map(({ raw }) => foundCronJob(raw, clock)),
  };
  return {
    objects: [...presumed.objects, ...objects.filter(({ kind }) => !FOUND_ONLY.has(kind))],
    requests: [{ ...findWorkloads(all), jobs } as ApiRequest, findPods, standing],
    known: [...presumed.objects, ...objects, ...pods.map(([, pod]) => pod)],
    templates: [...placed.values()],
    podCount: found.filter(({ status }) => status.phase !== "Succeeded" && status.phase !== "Failed").length,
    presumed: presumed.counts,
  };
};
