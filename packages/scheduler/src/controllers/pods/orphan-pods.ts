// Pods that no controller owns, and which objects of one kind would take them over.
import { requiredLabels } from "@podsim/core";
import type { Envelope, Labels, LabelSelector, PodCreated, PodIx, PodState } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";
import { SelectorIndex, selectorTest } from "../indexes/selector-index.js";

const NONE: ReadonlySet<PodIx> = new Set();

/** Types of the facts about pods it has to hear of. */
export const ORPHAN_FACTS = [
  "PodCreated",
  "PodAdopted",
  "PodReleased",
  "PodUpdated",
  "PodRemoved",
  "PodDeletionRequested",
] as const;

/** An object that has pods. */
export interface Claimant {
  readonly ix: number;
  readonly namespace: string;
  readonly name: string;
  readonly selector: LabelSelector | undefined;
}

/** A kind of objects that have pods. */
export interface ClaimingKind {
  /** "ReplicaSet" */
  readonly kind: string;
  /** Type of the fact by which one appears, or changes. */
  readonly appeared: string;
  readonly gone: string;
  at(world: WorldView, ix: number): Claimant | undefined;
  all(world: WorldView): Iterable<Claimant>;
  /** Whether it may take over a pod that it selects. */
  accepts(pod: PodState, claimant: Claimant): boolean;
}

export class OrphanPods {
  readonly #world: WorldView;
  readonly #kind: ClaimingKind;
  readonly #selectors = new SelectorIndex();
  readonly #orphans = new Map<string, Set<PodIx>>();
  readonly #namespaces = new Map<PodIx, string>();
  readonly #candidates = new Map<number, Set<PodIx>>();

  constructor(world: WorldView, kind: ClaimingKind) {
    this.#world = world;
    this.#kind = kind;
    for (const pod of world.pods.values()) {
      if (pod.identity.owner === null) this.#podAppeared(pod.identity.ix, pod.identity.namespace);
    }
    for (const { ix } of kind.all(world)) this.#claimantAppeared(ix);
  }

  /** Pods without an owner that the object selects and would accept, in order of creation. */
  candidatesOf(claimant: number): ReadonlySet<PodIx> {
    return this.#candidates.get(claimant) ?? NONE;
  }

  isSelected(claimant: number, labels: Labels): boolean {
    return this.#selectors.isSelectedBy(claimant, labels);
  }

  /** `enqueue` is told of every object that has a candidate more. */
  observe({ definition: { type }, subject, data }: Envelope, enqueue: (claimant: number) => void): void {
    if (type === this.#kind.appeared) return this.#claimantAppeared(subject);
    if (type === this.#kind.gone) {
      this.#selectors.remove(subject);
      this.#candidates.delete(subject);
      return;
    }
    switch (type as (typeof ORPHAN_FACTS)[number]) {
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
    }
  }

  #podAppeared(podIx: PodIx, namespace: string, enqueue: (claimant: number) => void = () => undefined): void {
    const pod = this.#world.pods.at(podIx);
    if (pod === undefined || pod.identity.owner !== null || pod.deletion !== null) return;
    this.#namespaces.set(podIx, namespace);
    const orphans = this.#orphans.get(namespace);
    if (orphans === undefined) this.#orphans.set(namespace, new Set([podIx]));
    else orphans.add(podIx);
    for (const ix of this.#selectors.selecting(namespace, pod.identity.template.metadata.labels)) {
      const claimant = this.#kind.at(this.#world, ix);
      if (claimant === undefined || !this.#kind.accepts(pod, claimant)) continue;
      this.#addCandidate(ix, podIx);
      enqueue(ix);
    }
  }

  #podLeft(podIx: PodIx): void {
    const namespace = this.#namespaces.get(podIx);
    if (namespace === undefined) return;
    this.#namespaces.delete(podIx);
    this.#orphans.get(namespace)?.delete(podIx);
    for (const candidates of this.#candidates.values()) candidates.delete(podIx);
  }

  /** Its selector is the same for good. */
  #claimantAppeared(ix: number): void {
    const claimant = this.#kind.at(this.#world, ix);
    if (claimant === undefined || this.#selectors.has(ix)) return;
    this.#selectors.put(ix, claimant.namespace, selectorTest(claimant.selector), requiredLabels(claimant.selector));
    for (const podIx of this.#orphans.get(claimant.namespace) ?? NONE) {
      const pod = this.#world.pods.at(podIx);
      if (pod === undefined || !this.isSelected(ix, pod.identity.template.metadata.labels)) continue;
      if (this.#kind.accepts(pod, claimant)) this.#addCandidate(ix, podIx);
    }
  }

  #addCandidate(claimant: number, podIx: PodIx): void {
    const candidates = this.#candidates.get(claimant);
    if (candidates === undefined) this.#candidates.set(claimant, new Set([podIx]));
    else candidates.add(podIx);
  }
}
