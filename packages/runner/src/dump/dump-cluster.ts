// A cluster that stands still, made of the objects of a dump: nodes, placed pods, and the pods that wait, in file order.
import type { Pod, PodIx, PodOwner } from "@podsim/core";
import { StillCluster } from "@podsim/scheduler";
import type { Mapping } from "../scenario/schema/record.js";
import type { Dump, DumpItem } from "./dump-items.js";
import { ownerOf as controllerOf } from "./found-pods.js";
import { PodTemplates } from "./pod-templates.js";
import { at, textAt } from "./raw-value.js";

export interface DumpCluster {
  readonly cluster: StillCluster;
  /** Pods without a node that are not finished, in file order. */
  readonly pending: readonly PodIx[];
  /** Some of them were promised a node: status.nominatedNodeName. */
  readonly hasPromises: boolean;
  /** Places the pod: it counts for the next decision, and started then unless its manifest says when. */
  readonly place: (pod: PodIx, node: string) => void;
}

const ownerOf = (raw: Mapping): PodOwner | null => {
  const owner = controllerOf(raw);
  return owner === null ? null : { ...owner, ix: -1 };
};

/** Of a second; and microseconds of a millisecond. */
const MILLIS = 1_000;

const isOver = (raw: Mapping): boolean => ["Succeeded", "Failed"].includes(textAt(raw, "status", "phase"));

/** When the first pod of a dump without start times was placed; each one after it a second later. */
const FIRST_START_MILLIS = Date.parse("2026-01-01T00:00:00Z");

class DumpPods {
  readonly #cluster: StillCluster;
  readonly #templates: PodTemplates;
  readonly #starts = new Map<PodIx, string>();
  #placedCount = 0;
  hasPromises = false;

  constructor(cluster: StillCluster, templates: PodTemplates) {
    this.#cluster = cluster;
    this.#templates = templates;
  }

  add({ raw }: DumpItem, pod: Pod): PodIx {
    const { namespace, name } = pod.metadata;
    const ix = this.#cluster.addPod({ namespace, name, template: this.#templates.of(pod, raw), owner: ownerOf(raw) });
    this.#starts.set(ix, textAt(raw, "status", "startTime"));
    if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== "") this.place(ix, pod.spec.nodeName, "manifest");
    else this.#nominate(ix, textAt(raw, "status", "nominatedNodeName"));
    if (textAt(raw, "metadata", "deletionTimestamp") !== "") this.#cluster.startDeleting(ix);
    return ix;
  }

  #nominate(pod: PodIx, node: string): void {
    if (node === "") return;
    this.hasPromises = true;
    this.#cluster.nominate(pod, node);
  }

  place(pod: PodIx, node: string, by: "scheduler" | "manifest" = "scheduler"): void {
    this.#cluster.bind(pod, node, by);
    const given = Date.parse(this.#starts.get(pod) ?? "");
    const millis = Number.isNaN(given) ? FIRST_START_MILLIS + MILLIS * this.#placedCount : given;
    this.#placedCount += 1;
    this.#cluster.setStartTime(pod, MILLIS * millis);
  }
}

/** Other kinds are no part of a decision. */
const addObject = (cluster: StillCluster, { object, raw }: DumpItem): void => {
  if (object === null) return;
  const uid = textAt(raw, "metadata", "uid");
  const { namespace, name, labels } = object.metadata;
  if (object.kind === "Node") cluster.addNode(object);
  else if (object.kind === "Namespace") cluster.addNamespace(name, labels);
  else if (object.kind === "Service") cluster.addService(object);
  else if (object.kind === "ReplicaSet") cluster.addReplicaSet(namespace, name, object.spec.selector);
  else if (object.kind === "PriorityClass") cluster.addPriorityClass(object);
  else if (object.kind === "StorageClass") cluster.addStorageClass(object);
  else if (object.kind === "CSINode") cluster.addCsiNode(object);
  else if (object.kind === "PersistentVolume") cluster.addVolume(object, uid === "" ? name : uid);
  else if (object.kind === "PersistentVolumeClaim") cluster.addClaim(object, uid);
  else if (object.kind === "PodDisruptionBudget") {
    const allowed = at(raw, "status", "disruptionsAllowed");
    cluster.addBudget(object, typeof allowed === "number" ? allowed : 0);
  }
};

export const clusterOf = ({ items }: Dump): DumpCluster => {
  const cluster = new StillCluster();
  const classes = items.flatMap(({ object }) => (object?.kind === "PriorityClass" ? [object] : []));
  const pods = new DumpPods(cluster, new PodTemplates(classes));
  for (const item of items) if (item.kind !== "Pod") addObject(cluster, item);
  const pending: PodIx[] = [];
  for (const item of items) {
    if (item.object?.kind !== "Pod" || isOver(item.raw)) continue;
    const ix = pods.add(item, item.object);
    if (cluster.world.pods.at(ix)?.binding === null) pending.push(ix);
  }
  return { cluster, pending, hasPromises: pods.hasPromises, place: (pod, node) => pods.place(pod, node) };
};
