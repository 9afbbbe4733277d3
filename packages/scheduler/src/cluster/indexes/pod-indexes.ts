// What can be asked about placed pods, with the counts that were asked for kept until next time.
import type { NodeIx, PodState } from "@podsim/core";
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
import { DomainSums } from "./domain-sums.js";
import { LabelBuckets } from "./label-buckets.js";

export interface KeptLimits {
  /** Numbers per node kept at once, over all counts; beyond, the counts not asked for the longest are dropped. */
  readonly numbersMax: number;
  /** So many counts are kept in any case. */
  readonly countsMin: number;
}

const KEPT: KeptLimits = { numbersMax: 4_000_000, countsMin: 64 };

/** The counts that pods of one class enter. */
interface Audience {
  /** A pod of the class that nobody is deleting: whether the class is counted at all is asked of it. */
  readonly example: PlacedPod;
  readonly sums: DomainSums[];
}

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

  readonly #limits: KeptLimits;

  constructor(nodes: NodeTableView, pods: { at(ix: number): PodState | undefined }, limits: KeptLimits = KEPT) {
    this.#limits = limits;
    this.#nodes = nodes;
    this.#states = pods;
    for (const node of nodes.order()) for (const placed of nodes.podsOn(node)) this.#audienceOf(placed);
    nodes.listen((node, placed, sign) => {
      for (const sums of this.#audienceOf(placed)) sums.add(node, sign * sums.weigh(placed));
    });
  }

  #audienceOf({ podClass, pod }: PlacedPod): readonly DomainSums[] {
    const audience = this.#audiences[podClass.id];
    if (audience !== undefined) return audience.sums;
    const { namespace, labels } = podClass;
    const example = { podClass, pod: pod.deletion === null ? pod : { ...pod, deletion: null } };
    const buckets = [...this.#sumsByLabel.ofAll(namespace, labels), this.#otherSums];
    const sums = buckets.flatMap((bucket) => [...bucket].filter((each) => each.weigh(example) !== 0));
    const made: Audience = { example, sums };
    this.#audiences[podClass.id] = made;
    for (const bucket of this.#audiencesByLabel.ofAll(namespace, labels)) bucket.add(made);
    return sums;
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
    const counted: Audience[] = [];
    for (const audience of this.#mayCount(query)) {
      if (audience !== undefined && query.weigh(audience.example) !== 0) counted.push(audience);
    }
    const sums = new DomainSums(this.#nodes, query, counted.length > 0);
    for (const audience of counted) audience.sums.push(sums);
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
