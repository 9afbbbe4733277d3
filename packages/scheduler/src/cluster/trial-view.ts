// The cluster as it would be if pods of one node were gone, or others were on it: a view laid over another, for asking
// filters what they would say. Nothing underneath changes.
import { accountedSpec, podRequests } from "@podsim/core";
import type { NodeIx, NodeState, PodState, Taint } from "@podsim/core";
import type {
  CarriedRole,
  ClusterView,
  DomainCounts,
  DomainQuery,
  NodeChanges,
  HostPort,
  ImageView,
  NodesView,
  ObjectsView,
  PlacedPod,
  PlacedPodsView,
  PodClass,
  PodTerm,
  ResourceView,
  TopologyView,
} from "./cluster-view.js";
import { namesClaim } from "./claim-use.js";
import { hostPortsOf } from "./host-port.js";
import { amountOf } from "./pod-amount.js";

const NOWHERE = -1 as NodeIx;

/** What is different from the cluster underneath: on one node at a time. */
class Difference {
  node: NodeIx = NOWHERE;
  readonly removed = new Set<PlacedPod>();
  readonly added = new Set<PlacedPod>();

  move(weigh: (placed: PlacedPod) => number): number {
    let sum = 0;
    for (const placed of this.added) sum += weigh(placed);
    for (const placed of this.removed) sum -= weigh(placed);
    return sum;
  }
}

class TrialResource implements ResourceView {
  constructor(
    private readonly name: string,
    private readonly base: ResourceView,
    private readonly difference: Difference,
  ) {}

  allocatable(node: NodeIx): number {
    return this.base.allocatable(node);
  }

  requested(node: NodeIx): number {
    const requested = this.base.requested(node);
    if (node !== this.difference.node) return requested;
    return requested + this.difference.move((placed) => amountOf(podRequests(accountedSpec(placed.pod)), this.name));
  }

  /** Only scores go by it, and nobody scores a trial. */
  assumed(node: NodeIx): number {
    return this.base.assumed(node);
  }
}

class TrialNodes implements NodesView {
  /** As underneath, but for the node that was noted; brought up to date when a trial begins. */
  #changes = new Int32Array(0);
  #position = 0;
  #noted: NodeIx | null = null;
  #stamp = 0;
  readonly #resources = new Map<string, ResourceView>();

  constructor(
    private readonly base: NodesView,
    private readonly pods: { on(node: NodeIx): readonly PlacedPod[] },
    private readonly difference: Difference,
  ) {}

  /** A trial begins: the nodes are as they are underneath. */
  begin(): void {
    const { changes, changePosition } = this.base;
    const isKnown =
      this.#changes.length === changes.length && this.base.visitChangesSince(this.#position, this.#takeOver);
    if (!isKnown) this.#changes = Int32Array.from(changes);
    else if (this.#noted !== null) this.#takeOver(this.#noted);
    this.#position = changePosition;
    this.#noted = null;
  }

  readonly #takeOver = (node: NodeIx): void => {
    this.#changes[node] = this.base.changes[node] ?? 0;
  };

  /** Whatever is remembered of the node is out of date: no cluster has negative stamps. */
  note(node: NodeIx): void {
    this.#changes[node] = --this.#stamp;
    this.#noted = node;
  }

  get size(): number {
    return this.base.size;
  }
  get nextIx(): number {
    return this.base.nextIx;
  }
  order(): readonly NodeIx[] {
    return this.base.order();
  }
  at(node: NodeIx): NodeState | undefined {
    return this.base.at(node);
  }
  ixOf(name: string): NodeIx | undefined {
    return this.base.ixOf(name);
  }
  isUnschedulable(node: NodeIx): boolean {
    return this.base.isUnschedulable(node);
  }
  get unschedulableCount(): number {
    return this.base.unschedulableCount;
  }
  taintSetOf(node: NodeIx): number {
    return this.base.taintSetOf(node);
  }
  get taintSetCount(): number {
    return this.base.taintSetCount;
  }
  taintsIn(taintSet: number): readonly Taint[] {
    return this.base.taintsIn(taintSet);
  }
  get labelSets(): ArrayLike<number> {
    return this.base.labelSets;
  }
  topology(key: string): TopologyView {
    return this.base.topology(key);
  }
  get changes(): ArrayLike<number> {
    return this.#changes;
  }
  get changePosition(): number {
    return this.base.changePosition;
  }
  get nodeChangePosition(): number {
    return this.base.nodeChangePosition;
  }
  get imagePosition(): number {
    return this.base.imagePosition;
  }
  /** Nothing can be built on a trial: it is over too soon. */
  visitChangesSince(): boolean {
    return false;
  }
  visitImagesSince(): boolean {
    return false;
  }
  podCount(node: NodeIx): number {
    return this.base.podCount(node) + (node === this.difference.node ? this.difference.move(() => 1) : 0);
  }
  podsAllocatable(node: NodeIx): number {
    return this.base.podsAllocatable(node);
  }
  resource(name: string): ResourceView {
    let resource = this.#resources.get(name);
    if (resource === undefined) {
      resource = new TrialResource(name, this.base.resource(name), this.difference);
      this.#resources.set(name, resource);
    }
    return resource;
  }
  image(name: string): ImageView | undefined {
    return this.base.image(name);
  }
  hostPortsOn(node: NodeIx): readonly HostPort[] {
    if (node !== this.difference.node) return this.base.hostPortsOn(node);
    return this.pods.on(node).flatMap(({ pod }) => hostPortsOf(pod.identity.template.spec));
  }
}

class TrialCounts implements DomainCounts {
  readonly #topology: TopologyView;
  /** The domain whose sum is different; 0 = none. */
  readonly #domain: number;
  readonly #by: number;

  constructor(
    private readonly base: DomainCounts,
    private readonly query: DomainQuery,
    private readonly nodes: NodesView,
    private readonly node: NodeIx,
    by: number,
  ) {
    this.#topology = nodes.topology(query.topologyKey);
    const state = nodes.at(node);
    const takesPart = state !== undefined && query.includes(state);
    const value = this.#topology.valueOf(node) || (query.missingIsEmpty ? this.#topology.emptyValue : 0);
    this.#domain = takesPart ? value : 0;
    this.#by = this.#domain > 0 ? by : 0;
  }

  countAt(node: NodeIx): number {
    const count = this.base.countAt(node);
    return this.#by !== 0 && this.#topology.valueOf(node) === this.#domain ? count + this.#by : count;
  }

  countOn(node: NodeIx): number {
    return this.base.countOn(node) + (node === this.node ? this.#by : 0);
  }

  /** Nothing can be built on a trial: it is over too soon. */
  get changes(): NodeChanges {
    return this.base.changes;
  }

  get domainCount(): number {
    return this.base.domainCount;
  }

  get minimum(): number {
    const { minimum } = this.base;
    if (this.#by === 0) return minimum;
    const before = this.base.countAt(this.node);
    if (this.#by < 0) return Math.min(minimum, before + this.#by);
    return before > minimum ? minimum : this.#lookForMinimum();
  }

  get contributorCount(): number {
    const before = this.base.countOn(this.node);
    return this.base.contributorCount + Number(before + this.#by !== 0) - Number(before !== 0);
  }

  #lookForMinimum(): number {
    let minimum = Infinity;
    for (const node of this.nodes.order()) {
      const state = this.nodes.at(node);
      if (state === undefined || this.#topology.valueOf(node) === 0 || !this.query.includes(state)) continue;
      minimum = Math.min(minimum, this.countAt(node));
    }
    return minimum === Infinity ? 0 : minimum;
  }
}

const isAlive = (placed: PlacedPod): PlacedPod =>
  placed.pod.deletion === null ? placed : { podClass: placed.podClass, pod: { ...placed.pod, deletion: null } };

const repelledBy = ({ podClass }: PlacedPod): readonly PodTerm[] => podClass.carries.requiredAntiAffinity;

class TrialPods implements PlacedPodsView {
  nodes: NodesView | null = null;

  constructor(
    private readonly base: PlacedPodsView,
    private readonly difference: Difference,
  ) {}

  on(node: NodeIx): readonly PlacedPod[] {
    const { removed, added } = this.difference;
    const placed = this.base.on(node);
    return node === this.difference.node ? [...placed.filter((each) => !removed.has(each)), ...added] : placed;
  }

  classOf(pod: PodState): PodClass {
    return this.base.classOf(pod);
  }

  stateOf(placed: PlacedPod): PodState {
    return this.base.stateOf(placed);
  }

  claimUsers(namespace: string, name: string): number {
    const by = this.difference.move(({ pod }) => Number(namesClaim(pod, namespace, name)));
    return this.base.claimUsers(namespace, name) + by;
  }

  /** Those of pods that are gone may stay: nobody is counted for them. */
  carriedTerms(role: CarriedRole): readonly PodTerm[] {
    const terms = this.base.carriedTerms(role);
    if (role === "scores" || this.difference.added.size === 0) return terms;
    const known = new Set(terms.map(({ id }) => id));
    return [...terms, ...[...this.difference.added].flatMap(repelledBy).filter(({ id }) => !known.has(id))];
  }

  /** A pod counts as it did when it came, whether or not somebody is deleting it: so does kube-scheduler's own trial. */
  domains(query: DomainQuery): DomainCounts {
    const counts = this.base.domains(query);
    const by = this.difference.move((placed) => query.weigh(isAlive(placed)));
    if (by === 0 || this.nodes === null) return counts;
    return new TrialCounts(counts, query, this.nodes, this.difference.node, by);
  }
}

export class TrialView implements ClusterView {
  readonly nodes: NodesView;
  readonly pods: PlacedPodsView;
  readonly objects: ObjectsView;
  readonly #nodes: TrialNodes;
  readonly #difference = new Difference();

  constructor(base: ClusterView) {
    const pods = new TrialPods(base.pods, this.#difference);
    this.#nodes = new TrialNodes(base.nodes, pods, this.#difference);
    pods.nodes = base.nodes;
    this.nodes = this.#nodes;
    this.pods = pods;
    this.objects = base.objects;
  }

  /** From now on pods come and go on this node, and every other is as it is. */
  begin(node: NodeIx): void {
    this.#difference.removed.clear();
    this.#difference.added.clear();
    this.#difference.node = node;
    this.#nodes.begin();
  }

  /** Takes off a pod that is on the node, or one that was added. */
  remove(placed: PlacedPod): void {
    const { added, removed, node } = this.#difference;
    if (!added.delete(placed)) removed.add(placed);
    this.#nodes.note(node);
  }

  /** Puts a pod on, or back. */
  add(placed: PlacedPod): void {
    const { added, removed, node } = this.#difference;
    if (!removed.delete(placed)) added.add(placed);
    this.#nodes.note(node);
  }
}
