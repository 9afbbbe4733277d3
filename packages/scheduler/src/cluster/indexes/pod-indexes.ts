// What can be asked about placed pods, with the counts that were asked for kept until next time.
import type { NodeIx, PodDeletion, PodState } from "@podsim/core";
import type {
  CarriedRole,
  DomainCounts,
  DomainQuery,
  PlacedPod,
  PlacedPodsView,
  PodClass,
  PodTerm,
} from "../cluster-view.js";
import { namesClaim } from "../claim-use.js";
import type { NodeTableView } from "../node-table.js";
import { DomainColumn } from "./domain-column.js";
import { DomainSums } from "./domain-sums.js";
import type { DomainSource } from "./domain-sums.js";
import { LabelBuckets } from "./label-buckets.js";

export interface KeptLimits {
  /** Numbers per node kept at once, over all counts; beyond, the counts not asked for the longest are dropped. */
  readonly numbersMax: number;
  /** So many counts are kept in any case. */
  readonly countsMin: number;
}

const KEPT: KeptLimits = { numbersMax: 4_000_000, countsMin: 64 };

/** Pods of one class, where they are, and the counts that they enter. */
interface Audience {
  /** A pod of the class that nobody is deleting: whether the class is counted at all is asked of it. */
  readonly example: PlacedPod;
  /** How many are on each node, of those that nobody is deleting and of the others. */
  readonly staying: Map<NodeIx, number>;
  readonly going: Map<NodeIx, number>;
  readonly sums: DomainSums[];
}

/** Beyond so many kinds of nodes that take part, all are worked out anew. */
const COLUMNS_MAX = 256;

const BEING_DELETED: PodDeletion = { requestedAtUs: 0, deletionTimestampUs: 0, graceSeconds: 0, isObserved: false };

interface Kept {
  readonly sums: DomainSums;
  readonly query: DomainQuery;
  /** The one of the index's that holds the sums. */
  readonly bucket: Set<DomainSums>;
}

export class PodIndexes implements PlacedPodsView {
  readonly #nodes: NodeTableView;
  readonly #states: { at(ix: number): PodState | undefined };
  /** By the id of the query, in order of last use. */
  readonly #kept = new Map<string, Kept>();
  /** By class; and by each label of the class. */
  readonly #audiences: (Audience | undefined)[] = [];
  readonly #audiencesByLabel = new LabelBuckets<Set<Audience>>(() => new Set());
  /** By one label that whoever counts has; and those of which none is known. */
  readonly #sumsByLabel = new LabelBuckets<Set<DomainSums>>(() => new Set());
  readonly #otherSums = new Set<DomainSums>();
  readonly #columns = new Map<string, DomainColumn>();

  readonly #limits: KeptLimits;

  constructor(nodes: NodeTableView, pods: { at(ix: number): PodState | undefined }, limits: KeptLimits = KEPT) {
    this.#limits = limits;
    this.#nodes = nodes;
    this.#states = pods;
    for (const node of nodes.order()) for (const placed of nodes.podsOn(node)) this.#placed(node, placed, 1);
    nodes.listen((node, placed, sign) => {
      for (const sums of this.#placed(node, placed, sign)) sums.add(node, sign * sums.weigh(placed));
    });
  }

  /** The counts that the pod, which is on the node now or was, enters. */
  #placed(node: NodeIx, placed: PlacedPod, sign: 1 | -1): readonly DomainSums[] {
    const { staying, going, sums } = this.#audienceOf(placed);
    const counts = placed.pod.deletion === null ? staying : going;
    const count = (counts.get(node) ?? 0) + sign;
    if (count === 0) counts.delete(node);
    else counts.set(node, count);
    return sums;
  }

  #audienceOf({ podClass, pod }: PlacedPod): Audience {
    const audience = this.#audiences[podClass.id];
    if (audience !== undefined) return audience;
    const { namespace, labels } = podClass;
    const example = { podClass, pod: pod.deletion === null ? pod : { ...pod, deletion: null } };
    const buckets = [...this.#sumsByLabel.ofAll(namespace, labels), this.#otherSums];
    const sums = buckets.flatMap((bucket) => [...bucket].filter((each) => each.weigh(example) !== 0));
    const made: Audience = { example, staying: new Map(), going: new Map(), sums };
    this.#audiences[podClass.id] = made;
    for (const bucket of this.#audiencesByLabel.ofAll(namespace, labels)) bucket.add(made);
    return made;
  }

  /** Classes of pods that were ever placed, among which are all that the query counts. */
  #mayCount({ requires }: DomainQuery): Iterable<Audience | undefined> {
    const bucket = requires === undefined ? null : this.#audiencesByLabel.smallest(requires.namespace, requires.labels);
    return bucket ?? this.#audiences;
  }

  /** Where the counts are kept for classes that come later. */
  #bucketOf({ requires }: DomainQuery): Set<DomainSums> {
    const bucket = requires === undefined ? null : this.#sumsByLabel.smallest(requires.namespace, requires.labels);
    return bucket ?? this.#otherSums;
  }

  #make(query: DomainQuery): DomainSums {
    const source: DomainSource = {
      column: () => this.#columnOf(query),
      visitCounted: (visit) => {
        this.#visitCounted(query, visit);
      },
    };
    const sums = new DomainSums(this.#nodes, query, source);
    for (const audience of this.#mayCount(query)) {
      if (audience !== undefined && query.weigh(audience.example) !== 0) audience.sums.push(sums);
    }
    const bucket = this.#bucketOf(query);
    bucket.add(sums);
    this.#kept.set(query.id, { sums, query, bucket });
    return sums;
  }

  on(node: NodeIx): readonly PlacedPod[] {
    return this.#nodes.podsOn(node);
  }

  classOf(pod: PodState): PodClass {
    return this.#nodes.classOf(pod);
  }

  stateOf({ pod }: PlacedPod): PodState {
    return this.#states.at(pod.identity.ix) ?? pod;
  }

  claimUsers(namespace: string, name: string): number {
    let users = 0;
    for (const node of this.#nodes.order()) {
      for (const { pod } of this.#nodes.podsOn(node)) if (namesClaim(pod, namespace, name)) users++;
    }
    return users;
  }

  carriedTerms(role: CarriedRole): readonly PodTerm[] {
    return this.#nodes.carriedTerms(role);
  }

  domains(query: DomainQuery): DomainCounts {
    const { numbersMax, countsMin } = this.#limits;
    const keptMax = Math.max(countsMin, Math.floor(numbersMax / (this.#nodes.nextIx + 1)));
    const kept = this.#kept.get(query.id);
    const sums = kept?.sums ?? this.#make(query);
    if (kept === undefined) {
      if (this.#kept.size > keptMax) this.#dropOldest();
    } else if (this.#kept.size > keptMax / 2) {
      this.#kept.delete(query.id);
      this.#kept.set(query.id, kept);
    }
    sums.refresh();
    return sums;
  }

  #visitCounted(query: DomainQuery, visit: (node: NodeIx, weight: number) => void): void {
    for (const audience of this.#mayCount(query)) {
      if (audience === undefined) continue;
      const { example, staying, going } = audience;
      const { podClass, pod } = example;
      const ofStaying = query.weigh(example);
      if (ofStaying === 0) continue;
      const ofGoing = query.weigh({ podClass, pod: { ...pod, deletion: BEING_DELETED } });
      for (const [node, count] of staying) visit(node, count * ofStaying);
      if (ofGoing !== 0) for (const [node, count] of going) visit(node, count * ofGoing);
    }
  }

  #columnOf(query: DomainQuery): DomainColumn {
    let column = this.#columns.get(query.includesId);
    if (column !== undefined) return column;
    if (this.#columns.size >= COLUMNS_MAX) this.#columns.clear();
    this.#columns.set(query.includesId, (column = new DomainColumn(this.#nodes, query)));
    return column;
  }

  #dropOldest(): void {
    for (const [id, { sums, query, bucket }] of this.#kept) {
      this.#kept.delete(id);
      bucket.delete(sums);
      for (const audience of this.#mayCount(query)) {
        const place = audience?.sums.indexOf(sums) ?? -1;
        if (place >= 0) audience?.sums.splice(place, 1);
      }
      return;
    }
  }
}
