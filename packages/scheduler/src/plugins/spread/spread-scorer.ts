// How well candidates would spread a pod: the fewer pods in a candidate's domains, the higher its score.
import type { NodeIx } from "@podsim/core";
import type { ClusterView, DomainCounts, TopologyView } from "../../cluster/cluster-view.js";
import { MAX_SCORE, withRoom } from "../../framework/plugin.js";
import type { Candidates } from "../../framework/plugin.js";
import { HOSTNAME } from "./constraint.js";
import type { Rules } from "./rule-book.js";

/** What tells candidates apart: for each rule the node's label value, or on hosts its own count plus one; 0 = no label. */
const HOST_COUNTS_MAX = 62;
/** More kinds of candidates than this are not told apart by table. */
const KINDS_MAX = 65_536;

/** One rule, ready for a try. */
interface Term {
  readonly isHost: boolean;
  readonly topology: TopologyView;
  readonly counts: DomainCounts;
  readonly maxSkew: number;
  /** How many values a candidate's part can have. */
  readonly radix: number;
}

/**
 * Scores candidates by kind: nodes that have the same label values and the same counts score the same, and there are few
 * kinds among hundreds of candidates. Rounding and division are done once for each kind.
 */
export class SpreadScorer {
  /** Of each candidate: its kind. */
  #kindOf = new Int32Array(0);
  /** Of each kind in this try: how many nodes, and one of them. Zero, or stale, in between. */
  #sizes = new Int32Array(0);
  #members = new Int32Array(0);
  #scores = new Float64Array(0);
  #kinds: number[] = [];

  score(
    { rules, requiresAllKeys }: Rules,
    { nodes, pods }: ClusterView,
    candidates: Candidates,
    scores: Float64Array,
  ): void {
    const terms = rules.map(({ constraint, query }): Term => {
      const isHost = constraint.topologyKey === HOSTNAME;
      const topology = nodes.topology(constraint.topologyKey);
      const radix = isHost ? HOST_COUNTS_MAX + 2 : topology.valueCount;
      return { isHost, topology, counts: pods.domains(query), maxSkew: constraint.maxSkew, radix };
    });
    const isSorted = this.#sort(terms, candidates);
    if (!isSorted) this.#keepApart(candidates);
    this.#rate(terms, requiresAllKeys);
    const { size } = candidates;
    for (let k = 0; k < size; k++) scores[k] = this.#scores[this.#kindOf[k] ?? 0] ?? 0;
    for (const kind of this.#kinds) this.#sizes[kind] = 0;
  }

  /** Puts every candidate into its kind; false if there are too many kinds, or a count too high, for that. */
  #sort(terms: readonly Term[], candidates: Candidates): boolean {
    const { size } = candidates;
    this.#kinds = [];
    if (this.#kindOf.length < size) this.#kindOf = new Int32Array(2 * size);
    const kindOf = this.#kindOf.fill(0, 0, size);
    let kindCount = 1;
    for (const { isHost, topology, counts, radix } of terms) {
      kindCount *= radix;
      if (kindCount > KINDS_MAX) return false;
      for (let k = 0; k < size; k++) {
        const node = candidates.at(k);
        let part = topology.valueOf(node);
        if (isHost && part > 0) {
          part = counts.countOn(node) + 1;
          if (part > HOST_COUNTS_MAX + 1) return false;
        }
        kindOf[k] = (kindOf[k] ?? 0) * radix + part;
      }
    }
    this.#makeRoom(kindCount);
    this.#gather(candidates);
    return true;
  }

  #makeRoom(kindCount: number): void {
    this.#sizes = withRoom(this.#sizes, kindCount);
    this.#members = withRoom(this.#members, kindCount);
    this.#scores = withRoom(this.#scores, kindCount);
  }

  #gather(candidates: Candidates): void {
    const { size } = candidates;
    const kindOf = this.#kindOf;
    for (let k = 0; k < size; k++) {
      const kind = kindOf[k] ?? 0;
      const before = this.#sizes[kind] ?? 0;
      if (before === 0) {
        this.#kinds.push(kind);
        this.#members[kind] = candidates.at(k);
      }
      this.#sizes[kind] = before + (candidates.standsFor?.(k) ?? 1);
    }
  }

  /** Every candidate is a kind of its own; there are fewer than KINDS_MAX of them in any cluster. */
  #keepApart(candidates: Candidates): void {
    for (let k = 0; k < candidates.size; k++) this.#kindOf[k] = k;
    this.#makeRoom(candidates.size);
    this.#gather(candidates);
  }

  #isIgnored(terms: readonly Term[], requiresAllKeys: boolean, node: NodeIx): boolean {
    return requiresAllKeys && terms.some(({ topology }) => topology.valueOf(node) === 0);
  }

  /** Raw scores of the kinds, and from them 0..100: the fewer pods the better; 0 for nodes that take no part. */
  #rate(terms: readonly Term[], requiresAllKeys: boolean): void {
    const takingPart: number[] = [];
    let nodeCount = 0;
    for (const kind of this.#kinds) {
      this.#scores[kind] = 0;
      const node = (this.#members[kind] ?? 0) as NodeIx;
      if (this.#isIgnored(terms, requiresAllKeys, node)) continue;
      nodeCount += this.#sizes[kind] ?? 0;
      takingPart.push(kind);
    }
    for (const term of terms) {
      const { isHost, topology, counts, maxSkew } = term;
      const weight = Math.log((isHost ? nodeCount : this.#countValues(topology, takingPart)) + 2);
      for (const kind of takingPart) {
        const node = (this.#members[kind] ?? 0) as NodeIx;
        if (topology.valueOf(node) === 0) continue;
        const count = isHost ? counts.countOn(node) : counts.countAt(node);
        this.#scores[kind] = (this.#scores[kind] ?? 0) + (count * weight + (maxSkew - 1));
      }
    }
    this.#normalize(takingPart);
  }

  /** How many values of the label there are among the nodes that take part; none at all is like "". */
  #countValues(topology: TopologyView, takingPart: readonly number[]): number {
    const values = new Set<number>();
    let labelledCount = 0;
    for (const kind of takingPart) {
      const value = topology.valueOf((this.#members[kind] ?? 0) as NodeIx);
      values.add(value || topology.emptyValue);
      if (value !== 0) labelledCount += this.#sizes[kind] ?? 0;
    }
    // Where every node has a value of its own, kinds may hold several that have the same count.
    return topology.isOneToOne ? labelledCount + Number(values.has(topology.emptyValue)) : values.size;
  }

  #normalize(takingPart: readonly number[]): void {
    let lowest = Infinity;
    let highest = 0;
    for (const kind of takingPart) {
      const score = Math.round(this.#scores[kind] ?? 0);
      this.#scores[kind] = score;
      lowest = Math.min(lowest, score);
      highest = Math.max(highest, score);
    }
    for (const kind of takingPart) {
      const score = this.#scores[kind] ?? 0;
      this.#scores[kind] = highest === 0 ? MAX_SCORE : Math.floor((MAX_SCORE * (highest + lowest - score)) / highest);
    }
  }
}
