// Pods that no controller owns, and which ReplicaSets would take them over.
import type { Envelope, Labels, PodCreated, PodIx } from "@podsim/core";
import { isActive, requiredLabels } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";
import { SelectorIndex, selectorTest } from "../indexes/selector-index.js";

const NONE: ReadonlySet<PodIx> = new Set();

/** Types of the facts it has to hear of. */
const HEARD = [
  "PodCreated",
  "PodAdopted",
  "PodReleased",
  "PodUpdated",
  "PodRemoved",
  "PodDeletionRequested",
  "ReplicaSetCreated",
  "ReplicaSetDeleted",
] as const;

export class OrphanPods {
  static readonly heard: readonly string[] = HEARD;
  readonly #world: WorldView;
  readonly #selectors = new SelectorIndex();
  readonly #orphans = new Map<string, Set<PodIx>>();
  readonly #namespaces = new Map<PodIx, string>();
  readonly #candidates = new Map<number, Set<PodIx>>();

  constructor(world: WorldView) {
    this.#world = world;
    for (const pod of world.pods.values()) {
      if (pod.identity.owner === null) this.#podAppeared(pod.identity.ix, pod.identity.namespace);
    }
    for (const set of world.replicaSets.values()) this.#setAppeared(set.ix);
  }

  /** Active pods without an owner that the ReplicaSet selects, in order of creation. */
  candidatesOf(replicaSet: number): ReadonlySet<PodIx> {
    return this.#candidates.get(replicaSet) ?? NONE;
  }

  isSelected(replicaSet: number, labels: Labels): boolean {
    return this.#selectors.isSelectedBy(replicaSet, labels);
  }

  /** `enqueue` is told of every ReplicaSet that has a candidate more. */
  observe({ definition, subject, data }: Envelope, enqueue: (replicaSet: number) => void): void {
    switch (definition.type as (typeof HEARD)[number]) {
      case "PodCreated": {
        const { ownerKind, namespace } = data as PodCreated;
        if (ownerKind === null) this.#podAppeared(subject as PodIx, namespace, enqueue);
        return;
      }
      case "PodReleased":
      case "PodUpdated": {
        this.#podLeft(subject as PodIx);
        const pod = this.#world.pods.at(subject);
        if (pod !== undefined) this.#podAppeared(subject as PodIx, pod.identity.namespace, enqueue);
        return;
      }
      case "PodAdopted":
      case "PodRemoved":
      case "PodDeletionRequested":
        return this.#podLeft(subject as PodIx);
      case "ReplicaSetCreated":
        return this.#setAppeared(subject);
      case "ReplicaSetDeleted":
        this.#selectors.remove(subject);
        this.#candidates.delete(subject);
    }
  }

  #podAppeared(podIx: PodIx, namespace: string, enqueue: (replicaSet: number) => void = () => undefined): void {
    const pod = this.#world.pods.at(podIx);
    if (pod === undefined || pod.identity.owner !== null || !isActive(pod)) return;
    this.#namespaces.set(podIx, namespace);
    const orphans = this.#orphans.get(namespace);
    if (orphans === undefined) this.#orphans.set(namespace, new Set([podIx]));
    else orphans.add(podIx);
    for (const replicaSet of this.#selectors.selecting(namespace, pod.identity.template.metadata.labels)) {
      this.#addCandidate(replicaSet, podIx);
      enqueue(replicaSet);
    }
  }

  #podLeft(podIx: PodIx): void {
    const namespace = this.#namespaces.get(podIx);
    if (namespace === undefined) return;
    this.#namespaces.delete(podIx);
    this.#orphans.get(namespace)?.delete(podIx);
    for (const candidates of this.#candidates.values()) candidates.delete(podIx);
  }

  #setAppeared(replicaSet: number): void {
    const set = this.#world.replicaSets.at(replicaSet);
    if (set === undefined) return;
    this.#selectors.put(replicaSet, set.namespace, selectorTest(set.selector), requiredLabels(set.selector));
    for (const podIx of this.#orphans.get(set.namespace) ?? NONE) {
      const labels = this.#world.pods.at(podIx)?.identity.template.metadata.labels;
      if (labels !== undefined && this.#selectors.isSelectedBy(replicaSet, labels))
        this.#addCandidate(replicaSet, podIx);
    }
  }

  #addCandidate(replicaSet: number, podIx: PodIx): void {
    const candidates = this.#candidates.get(replicaSet);
    if (candidates === undefined) this.#candidates.set(replicaSet, new Set([podIx]));
    else candidates.add(podIx);
  }
}
