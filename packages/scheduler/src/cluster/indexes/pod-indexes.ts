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
import type { NodeTableView } from "../node-table.js";
import { DomainSums } from "./domain-sums.js";

/** Numbers per node kept at once, over all counts; beyond, the counts not asked for the longest are dropped. */
const KEPT_NUMBERS_MAX = 4_000_000;
const KEPT_MIN = 64;

export class PodIndexes implements PlacedPodsView {
  readonly #nodes: NodeTableView;
  /** In order of last use. */
  readonly #sums = new Map<string, DomainSums>();

  constructor(nodes: NodeTableView) {
    this.#nodes = nodes;
  }

  on(node: NodeIx): readonly PlacedPod[] {
    return this.#nodes.podsOn(node);
  }

  classOf(pod: PodState): PodClass {
    return this.#nodes.classOf(pod);
  }

  carriedTerms(role: CarriedRole): readonly PodTerm[] {
    return this.#nodes.carriedTerms(role);
  }

  domains(query: DomainQuery): DomainCounts {
    const keptMax = Math.max(KEPT_MIN, Math.floor(KEPT_NUMBERS_MAX / (this.#nodes.nextIx + 1)));
    let sums = this.#sums.get(query.id);
    if (sums === undefined) {
      sums = new DomainSums(this.#nodes, query);
      this.#sums.set(query.id, sums);
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
      return;
    }
  }
}
