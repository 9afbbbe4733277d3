// The cluster view of a scheduler that sees the world as it is now: the node table itself, counts kept beside it, and the
// other objects that placement depends on.
import type {
  BudgetState,
  ClaimState,
  CsiNodeState,
  StorageClassState,
  VolumeState,
  ClusterState,
  Envelope,
  Labels,
  LabelSelector,
  PodState,
  ReplicaSetState,
  ServiceState,
  StatefulSetState,
} from "@podsim/core";
import type { ClusterView, NodesView, ObjectsView, PlacedPodsView, StorageView } from "./cluster-view.js";
import { PodIndexes } from "./indexes/pod-indexes.js";
import type { NodeTableView } from "./node-table.js";

interface Named<State> {
  find(namespace: string, name: string): State | undefined;
  values(): Iterable<State>;
}

/** The part of a world that scheduling reads. */
export interface SchedulingWorld {
  readonly nodes: NodeTableView;
  readonly services: { values(): Iterable<ServiceState> };
  readonly replicaSets: { find(namespace: string, name: string): ReplicaSetState | undefined };
  readonly statefulSets?: { find(namespace: string, name: string): StatefulSetState | undefined };
  readonly budgets: { values(): Iterable<BudgetState> };
  readonly pods: { at(ix: number): PodState | undefined };
  readonly claims: Named<ClaimState>;
  readonly volumes: Named<VolumeState>;
  readonly storageClasses: Named<StorageClassState>;
  readonly csiNodes: Named<CsiNodeState>;
  readonly cluster: ClusterState;
}

/** Facts after which a pod may belong to something else. */
const SELECTOR_FACTS: ReadonlySet<string> = new Set([
  "ServiceApplied",
  "ServiceDeleted",
  "ReplicaSetCreated",
  "ReplicaSetDeleted",
  "StatefulSetApplied",
  "StatefulSetDeleted",
]);

/** Entities of facts after which volumes and claims may come together otherwise. */
const STORAGE_ENTITIES: ReadonlySet<string> = new Set(["claim", "volume", "storage-class", "csi-node"]);

const NO_LABELS: Labels = {};
const NO_SELECTORS: readonly Labels[] = [];

class LiveObjects implements ObjectsView {
  namespacesRevision = 0;
  selectorsRevision = 0;
  readonly #world: SchedulingWorld;
  readonly #storage: StorageView & { revision: number };
  #services: ReadonlyMap<string, readonly Labels[]> | null = null;
  #namespaces: ReadonlyMap<string, Labels> | null = null;

  constructor(world: SchedulingWorld) {
    this.#world = world;
    this.#storage = {
      revision: 0,
      claim: (namespace, name) => world.claims.find(namespace, name),
      volume: (name) => world.volumes.find("", name),
      volumes: () => world.volumes.values(),
      storageClass: (name) => world.storageClasses.find("", name)?.object,
      csiNode: (name) => world.csiNodes.find("", name),
    };
  }

  forgetNamespaces(): void {
    this.namespacesRevision++;
    this.#namespaces = null;
  }

  forgetSelectors(): void {
    this.selectorsRevision++;
    this.#services = null;
  }

  forgetStorage(): void {
    this.#storage.revision++;
  }

  namespaces(): ReadonlyMap<string, Labels> {
    return (this.#namespaces ??= new Map(this.#world.cluster.namespaces.map(({ name, labels }) => [name, labels])));
  }

  namespaceLabels(name: string): Labels {
    return this.namespaces().get(name) ?? NO_LABELS;
  }

  serviceSelectorsIn(namespace: string): readonly Labels[] {
    return (this.#services ??= this.#readServices()).get(namespace) ?? NO_SELECTORS;
  }

  get storage(): StorageView {
    return this.#storage;
  }

  budgets(): Iterable<BudgetState> {
    return this.#world.budgets.values();
  }

  ownerSelector({ identity: { owner, namespace } }: PodState): LabelSelector | undefined {
    const { replicaSets, statefulSets } = this.#world;
    if (owner?.kind === "ReplicaSet") return replicaSets.find(namespace, owner.name)?.selector;
    if (owner?.kind === "StatefulSet") return statefulSets?.find(namespace, owner.name)?.object.spec.selector;
    return undefined;
  }

  #readServices(): ReadonlyMap<string, readonly Labels[]> {
    const selectors = new Map<string, Labels[]>();
    for (const { object } of this.#world.services.values()) {
      const { selector } = object.spec;
      if (selector === undefined) continue;
      const { namespace } = object.metadata;
      const known = selectors.get(namespace);
      if (known === undefined) selectors.set(namespace, [selector]);
      else known.push(selector);
    }
    return selectors;
  }
}

export class LiveView implements ClusterView {
  readonly nodes: NodesView;
  readonly pods: PlacedPodsView;
  readonly #objects: LiveObjects;

  constructor(world: SchedulingWorld) {
    this.nodes = world.nodes;
    this.pods = new PodIndexes(world.nodes, world.pods);
    this.#objects = new LiveObjects(world);
  }

  get objects(): ObjectsView {
    return this.#objects;
  }

  /** Has to hear of every fact, after it was applied. */
  observe(fact: Envelope): void {
    const { entity, type } = fact.definition;
    if (entity === "pod" || entity === "node") return;
    if (SELECTOR_FACTS.has(type)) this.#objects.forgetSelectors();
    else if (STORAGE_ENTITIES.has(entity)) this.#objects.forgetStorage();
    else if (type === "NamespaceCreated") this.#objects.forgetNamespaces();
  }
}
