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

/** Numbers per node kept at once, over all counts; beyond, the counts not asked for the longest are dropped. */
const KEPT_NUMBERS_MAX = 4_000_000;
const KEPT_MIN = 64;

/** The counts that pods of one class enter, worked out for the first `checkedCount` of all counts. */
interface Audience {
  /** A pod of the class that nobody is deleting: whether the class is counted at all is asked of it. */
  readonly example: PlacedPod;
  checkedCount: number;
  readonly sums: DomainSums[];
}

export class PodIndexes implements PlacedPodsView {
  readonly #nodes: NodeTableView;
  readonly #states: { at(ix: number): PodState | undefined };
  /** In order of last use. */
  readonly #sums = new Map<string, DomainSums>();
  /** The same in order of their making; audiences refer to it by position. */
  #made: DomainSums[] = [];
  #audiences: (Audience | undefined)[] = [];

  constructor(nodes: NodeTableView, pods: { at(ix: number): PodState | undefined }) {
    this.#nodes = nodes;
    this.#states = pods;
    for (const node of nodes.order()) for (const placed of nodes.podsOn(node)) this.#audienceOf(placed);
    nodes.listen((node, placed, sign) => {
      for (const sums of this.#audienceOf(placed)) sums.add(node, sign * sums.weigh(placed));
    });
  }

  #audienceOf({ podClass, pod }: PlacedPod): readonly DomainSums[] {
    let audience = this.#audiences[podClass.id];
    if (audience === undefined) {
      const example = { podClass, pod: pod.deletion === null ? pod : { ...pod, deletion: null } };
      this.#audiences[podClass.id] = audience = { example, checkedCount: 0, sums: [] };
    }
    for (let k = audience.checkedCount; k < this.#made.length; k++) {
      const sums = this.#made[k];
      if (sums !== undefined && sums.weigh(audience.example) !== 0) audience.sums.push(sums);
    }
    audience.checkedCount = this.#made.length;
    return audience.sums;
  }

  /** Whether a pod that was ever placed is of a class that the query counts. */
  #countsAnybody({ weigh }: DomainQuery): boolean {
    return this.#audiences.some((audience) => audience !== undefined && weigh(audience.example) !== 0);
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
    const keptMax = Math.max(KEPT_MIN, Math.floor(KEPT_NUMBERS_MAX / (this.#nodes.nextIx + 1)));
    let sums = this.#sums.get(query.id);
    if (sums === undefined) {
      sums = new DomainSums(this.#nodes, query, this.#countsAnybody(query));
      this.#sums.set(query.id, sums);
      this.#made.push(sums);
      if (this.#sums.size > keptMax) this.#dropOldest();
    } else if (this.#sums.size > keptMax / 2) {
      this.#sums.delete(query.id);
      this.#sums.set(query.id, sums);
    }
    sums.refresh();
    return sums;
  }

  #dropOldest(): void {
    for (const id of this.#sums.keys()) {
      this.#sums.delete(id);
      this.#made = [...this.#sums.values()];
      for (const audience of this.#audiences) {
        if (audience === undefined) continue;
        audience.checkedCount = 0;
        audience.sums.length = 0;
      }
      return;
    }
  }
}
