// Every pod that exists, with the memberships that controllers and kubelets ask for: by node, by owner, by namespace.
import { objectKey } from "@podsim/core";
import type { LabelTest, NodeIx, ObjectKey, PodIx, PodOwner, PodState, RequiredLabels } from "@podsim/core";
import { PodsByLabels } from "./indexes/pods-by-labels.js";
import type { ReplicaCounts } from "./replica-counts.js";
import { countPod, emptyCounts } from "./replica-counts.js";

const NONE: ReadonlySet<PodIx> = new Set();
const NO_COUNTS: Readonly<ReplicaCounts> = emptyCounts();

const addTo = (sets: Map<number | string, Set<PodIx>>, key: number | string, pod: PodIx): void => {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([pod]));
  else set.add(pod);
};

/** What is known of the pods of one ReplicaSet together. */
interface Replicas {
  readonly counts: ReplicaCounts;
  changeCount: number;
}

export class PodTable {
  readonly #slots: (PodState | undefined)[] = [];
  readonly #byKey = new Map<ObjectKey, PodIx>();
  readonly #byNode = new Map<number | string, Set<PodIx>>();
  /** Kind of owner -> its dense index -> pods. */
  readonly #byOwner = new Map<string, Map<number | string, Set<PodIx>>>();
  readonly #byNamespace = new Map<number | string, Set<PodIx>>();
  readonly #replicas = new Map<number, Replicas>();
  /** null until somebody asks. */
  #byLabels: PodsByLabels | null = null;
  #created = 0;

  /** The index the next pod will get: how many pods were ever created. */
  get nextIx(): number {
    return this.#created;
  }

  /** How many pods exist. */
  get size(): number {
    return this.#byKey.size;
  }

  at(ix: number): PodState | undefined {
    return this.#slots[ix];
  }

  find(namespace: string, name: string): PodState | undefined {
    const ix = this.#byKey.get(objectKey(namespace, name));
    return ix === undefined ? undefined : this.#slots[ix];
  }

  /** Pods in order of creation. */
  *values(): IterableIterator<PodState> {
    for (const pod of this.#slots) if (pod !== undefined) yield pod;
  }

  /** Pods bound to the node, in order of binding, finished and terminating ones included. */
  onNode(node: NodeIx): ReadonlySet<PodIx> {
    return this.#byNode.get(node) ?? NONE;
  }

  /** Pods controlled by the ReplicaSet, in the order they came to it. */
  ofReplicaSet(ix: number): ReadonlySet<PodIx> {
    return this.ownedBy("ReplicaSet", ix);
  }

  /** Pods controlled by the owner, in the order they came to it. */
  ownedBy(kind: string, ix: number): ReadonlySet<PodIx> {
    return this.#byOwner.get(kind)?.get(ix) ?? NONE;
  }

  countsOf(replicaSet: number): Readonly<ReplicaCounts> {
    return this.#replicas.get(replicaSet)?.counts ?? NO_COUNTS;
  }

  /** How often a pod of the ReplicaSet came, changed or went. */
  changeCountOf(replicaSet: number): number {
    return this.#replicas.get(replicaSet)?.changeCount ?? 0;
  }

  inNamespace(namespace: string): ReadonlySet<PodIx> {
    return this.#byNamespace.get(namespace) ?? NONE;
  }

  /** Pods of the namespace that a selector covers, in order of creation; `required`: labels all of them have. */
  selected(namespace: string, required: RequiredLabels, selects: LabelTest): readonly PodIx[] {
    if (this.#byLabels === null) {
      this.#byLabels = new PodsByLabels();
      for (const pod of this.values()) this.#byLabels.enter(pod);
    }
    return this.#byLabels.selected(namespace, required, selects);
  }

  /** Puts a new pod in, or the next state of one that exists. */
  put(pod: PodState): void {
    const { ix, namespace, name, owner } = pod.identity;
    const before = this.#slots[ix];
    if (before === pod) return;
    if (before === undefined) {
      this.#created = Math.max(this.#created, ix + 1);
      this.#byKey.set(objectKey(namespace, name), ix);
      addTo(this.#byNamespace, namespace, ix);
      this.#byLabels?.enter(pod);
    } else if (this.#byLabels !== null && before.identity.template !== pod.identity.template) {
      this.#byLabels.leave(before);
      this.#byLabels.enter(pod);
    }
    if (pod.binding !== null && before?.binding == null) addTo(this.#byNode, pod.binding.nodeIx, ix);
    const formerly = before?.identity.owner ?? null;
    if (formerly !== null && formerly !== owner) this.#disown(before, formerly);
    if (owner?.kind === "ReplicaSet") {
      let replicas = this.#replicas.get(owner.ix);
      if (replicas === undefined) this.#replicas.set(owner.ix, (replicas = { counts: emptyCounts(), changeCount: 0 }));
      if (before !== undefined && formerly === owner) countPod(replicas.counts, before, -1);
      countPod(replicas.counts, pod, 1);
      replicas.changeCount += 1;
    }
    if (owner !== null && formerly !== owner) addTo(this.#ownedByKind(owner.kind), owner.ix, ix);
    this.#slots[ix] = pod;
  }

  remove(ix: PodIx): void {
    const pod = this.#slots[ix];
    if (pod === undefined) return;
    const { namespace, name, owner } = pod.identity;
    const key = objectKey(namespace, name);
    if (this.#byKey.get(key) === ix) this.#byKey.delete(key);
    this.#byNamespace.get(namespace)?.delete(ix);
    this.#byLabels?.leave(pod);
    if (pod.binding !== null) this.#byNode.get(pod.binding.nodeIx)?.delete(ix);
    if (owner !== null) this.#disown(pod, owner);
    this.#slots[ix] = undefined;
  }

  #disown(pod: PodState | undefined, owner: PodOwner): void {
    if (pod === undefined) return;
    this.#byOwner.get(owner.kind)?.get(owner.ix)?.delete(pod.identity.ix);
    const replicas = owner.kind === "ReplicaSet" ? this.#replicas.get(owner.ix) : undefined;
    if (replicas === undefined) return;
    countPod(replicas.counts, pod, -1);
    replicas.changeCount += 1;
  }

  #ownedByKind(kind: string): Map<number | string, Set<PodIx>> {
    let owned = this.#byOwner.get(kind);
    if (owned === undefined) this.#byOwner.set(kind, (owned = new Map()));
    return owned;
  }
}
