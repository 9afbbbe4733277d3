// Tries that make use of earlier ones: pods of one kind differ in nothing a plugin goes by, so what was found out about a
// node holds for the next of them until the node changes. Comes to exactly what a look at every node would come to.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { withRoom } from "../cluster/typed-column.js";
import type { Rejections } from "./filter-nodes.js";
import { KeptKind } from "./kept-kind.js";
import type { Evaluation } from "./kept-kind.js";
import type { NodeGroups, Stretch } from "./node-groups.js";
import { NodeOrder } from "./node-order.js";
import { SharedRatings } from "./node-ratings.js";
import type { NodeScore } from "./node-ratings.js";
import type { NodeWindow } from "./node-window.js";
import type { GuestRound } from "./nominated-node.js";
import { NO_TRAITS } from "./plugin.js";
import type { PluginHooks, Trait } from "./plugin.js";
import { PodKinds } from "./pod-kinds.js";
import type { PodKind } from "./pod-kinds.js";
import type { PodView } from "./pod-view.js";
import type { NamedFilter } from "./pre-filter.js";
import type { Profile, ScorePlugin } from "./profile.js";
import { Representatives } from "./representatives.js";
import { isScore } from "./score-arithmetic.js";
import { outOfRange, scoringError } from "./scoring-error.js";

/** Numbers per node kept at once, over all kinds of pods; beyond, the kinds not met the longest are forgotten. */
const KEPT_NUMBERS_MAX = 32_000_000;
const KEPT_MIN = 32;
/** Of a kind: rating, group and a few traits. */
const NUMBERS_PER_NODE = 5;

/** Where the search for nodes that fit led, and what is known of each. */
export interface Found {
  readonly kind: KeptKind;
  readonly order: NodeOrder;
  readonly start: number;
  readonly stretch: Stretch;
  /** Nodes that their nominated pods keep from others: what is kept of them is put aside until `putBack`. */
  readonly aside: readonly number[];
  readonly guests: GuestRound | null;
}

interface Prepared extends Evaluation {
  /** Filters that go by traits. */
  readonly groupFilters: readonly NamedFilter[];
}

const NOTHING_ASIDE: readonly number[] = [];

/** Nodes that `guests` rejects count no longer; their positions. */
const putAside = (groups: NodeGroups, order: NodeOrder, guests: GuestRound): readonly number[] => {
  const aside: number[] = [];
  for (const node of guests.nodes) {
    const position = order.positionOf(node);
    if (position < 0 || !groups.isIn(position) || guests.rejectionAt(node) === null) continue;
    aside.push(position);
    groups.setAside(position);
  }
  return aside;
};

const traitedHooks = ({ filter, score }: Profile): readonly PluginHooks[] => [
  ...new Set([...filter, ...score].map(({ hooks }) => hooks).filter(({ traits }) => traits !== undefined)),
];

/** One profile's memory of one cluster. */
export class TryMemory {
  readonly #profile: Profile;
  readonly #cluster: ClusterView;
  /** Whether every plugin that scores says what it goes by. */
  readonly #scoresAreKept: boolean;
  readonly #traited: readonly PluginHooks[];
  readonly #kinds = new PodKinds();
  readonly #ratings: SharedRatings;
  /** In order of last use; null = met once. */
  readonly #kept = new Map<PodKind, KeptKind | null>();
  #order: NodeOrder | null = null;
  readonly #window: NodeWindow;
  readonly #candidates = new Representatives();
  #isOpen = new Uint8Array(0);
  #counts = new Int32Array(0);
  #added = new Float64Array(0);
  #scores = new Float64Array(0);
  #rejectedBy = new Int32Array(0);
  #rejection = new Int32Array(0);

  /** bits: see NodeGroups. */
  constructor(profile: Profile, cluster: ClusterView, window: NodeWindow, bits?: number) {
    this.#profile = profile;
    this.#cluster = cluster;
    this.#window = window;
    this.#ratings = new SharedRatings(bits);
    this.#scoresAreKept = profile.score.every(({ hooks }) => hooks.score === undefined || hooks.scoresBy !== undefined);
    this.#traited = traitedHooks(profile);
  }

  /**
   * Searches as findFeasible does, with `guests` as a round of filters before the others; null = nothing is known of the
   * pod's kind, or may be kept of it. Whatever was found has to be put back before the next search.
   */
  find(
    pod: PodView,
    filters: readonly NamedFilter[],
    start: number,
    wanted: number,
    guests: GuestRound | null = null,
  ): Found | null {
    if (!this.#scoresAreKept || filters.some(({ basis }) => basis === undefined)) return null;
    const { owner } = pod.state.identity;
    const isWorthKeeping = owner !== null || 2 * wanted >= this.#cluster.nodes.size;
    const kind = this.#kindOf(pod, isWorthKeeping);
    const prepared = kind === null ? null : this.#prepare(pod, filters);
    if (kind === null || prepared === null) return null;
    const { nodes } = this.#cluster;
    const order = nodes.order();
    if (this.#order?.nodes !== order) this.#order = new NodeOrder(nodes, order);
    kind.sync(prepared, this.#order, this.#cluster, this.#window);
    const { groups } = kind;
    const aside = guests === null ? NOTHING_ASIDE : putAside(groups, this.#order, guests);
    this.#makeRoom(groups.groupCount);
    this.#open(groups, this.#order, prepared.groupFilters);
    const stretch = groups.search(start, wanted, this.#isOpen, this.#counts);
    return { kind, order: this.#order, start, stretch, aside, guests };
  }

  /** The try is over: the nodes that were put aside are again what they were. */
  putBack({ kind, aside }: Found): void {
    for (const position of aside) kind.groups.refit(position);
  }

  /** Puts the node found, where it is only one, into `tied`. */
  theOnly({ kind, order, start, stretch }: Found, tied: Int32Array): void {
    const { groups } = kind;
    for (let group = 0; group < groups.groupCount; group++)
      this.#added[group] = this.#counts[group] === 0 ? -Infinity : 0;
    groups.best(start, stretch.seen, this.#added, order.column, tied);
  }

  /** Puts the best of the nodes found into `tied` and returns how many they are, or says why they cannot be scored. */
  best(pod: PodView, { kind, order, start, stretch }: Found, tied: Int32Array): number | string {
    const { groups } = kind;
    const candidates = this.#candidates;
    const added = this.#added;
    candidates.clear();
    for (let group = 0; group < groups.groupCount; group++) {
      const count = this.#counts[group] ?? 0;
      added[group] = count > 0 ? 0 : -Infinity;
      if (count > 0) candidates.add(order.nodes[groups.memberOf(group)] as NodeIx, group, count);
    }
    for (const plugin of this.#profile.score) {
      if (plugin.hooks.scoresBy !== "traits") continue;
      const error = this.#addScores(pod, plugin);
      if (error !== "") return error;
    }
    return groups.best(start, stretch.seen, added, order.column, tied);
  }

  /** What rejected the nodes, as the window would say it after a search that found none. */
  rejections({ kind, order, guests }: Found, filters: readonly NamedFilter[]): Rejections {
    const rejectedBy = (this.#rejectedBy = withRoom(this.#rejectedBy, this.#cluster.nodes.nextIx));
    const rejection = (this.#rejection = withRoom(this.#rejection, this.#cluster.nodes.nextIx));
    const groupFilters = filters.filter(({ basis }) => basis === "traits");
    const first = groupFilters[0]?.number ?? Infinity;
    const inQuestion: NodeIx[] = [];
    for (const node of order.nodes) {
      const by = kind.rejectedBy(node);
      rejectedBy[node] = by;
      rejection[node] = kind.rejectionOf(node);
      if (by < 0 || by > first) inQuestion.push(node);
    }
    for (const { number, filter } of groupFilters) {
      this.#window.clear(this.#cluster.nodes.nextIx);
      if (inQuestion.length > 0) this.#window.load(inQuestion, 0, inQuestion.length);
      this.#window.useFilter(number);
      filter.narrow(this.#window);
      let k = 0;
      for (const node of inQuestion) {
        if (k < this.#window.size && this.#window.at(k) === node) {
          k++;
          continue;
        }
        const by = rejectedBy[node] ?? -1;
        if (by >= 0 && by < number) continue;
        rejectedBy[node] = number;
        rejection[node] = this.#window.rejectionOf(node);
      }
    }
    for (const node of guests?.nodes ?? []) {
      const found = guests?.rejectionAt(node) ?? null;
      if (found === null) continue;
      rejectedBy[node] = found.by;
      rejection[node] = found.rejection;
    }
    return { rejectedBy: (node) => rejectedBy[node] ?? 0, rejectionOf: (node) => rejection[node] ?? 0 };
  }

  /** isWorthKeeping: others like the pod will follow, or the first try looks at most nodes anyway. */
  #kindOf(pod: PodView, isWorthKeeping: boolean): KeptKind | null {
    const kind = this.#kinds.of(pod);
    let kept = this.#kept.get(kind);
    if (kept === undefined) {
      // A look at every node would cost as much as it does to keep what it finds.
      if (!isWorthKeeping) {
        this.#kept.set(kind, null);
        this.#forgetOldest();
        return null;
      }
      this.#forgetOldest();
    }
    kept ??= new KeptKind(this.#ratings);
    this.#kept.delete(kind);
    this.#kept.set(kind, kept);
    return kept;
  }

  #forgetOldest(): void {
    const keptMax = Math.max(
      KEPT_MIN,
      Math.floor(KEPT_NUMBERS_MAX / (NUMBERS_PER_NODE * this.#cluster.nodes.nextIx + 1)),
    );
    if (this.#kept.size <= keptMax) return;
    for (const kind of this.#kept.keys()) {
      this.#kept.delete(kind);
      return;
    }
  }

  /** What plugins make of the pod now; null = something that cannot be kept. */
  #prepare(pod: PodView, filters: readonly NamedFilter[]): Prepared | null {
    const scores: NodeScore[] = [];
    let isInterned = true;
    this.#candidates.clear();
    for (const { hooks, weight } of this.#profile.score) {
      if (hooks.scoresBy !== "node") continue;
      const outcome = hooks.score?.(pod, this.#cluster, this.#candidates, this.#scores) ?? "skipped";
      if (typeof outcome === "function") {
        scores.push({ scoreOn: outcome, weight });
        isInterned &&= hooks.isInterned === true;
      } else if (outcome !== "skipped" && typeof outcome !== "number") return null;
    }
    const traits: Trait[] = [];
    for (const hooks of this.#traited) {
      for (const trait of hooks.traits?.(pod, this.#cluster) ?? NO_TRAITS) {
        if (!traits.some(({ id }) => id === trait.id)) traits.push(trait);
      }
    }
    const tests = filters.filter(({ basis }) => basis === "node");
    isInterned &&= tests.every((test) => test.isInterned);
    return { tests, scores, isInterned, traits, groupFilters: filters.filter(({ basis }) => basis === "traits") };
  }

  #makeRoom(groupCount: number): void {
    this.#isOpen = withRoom(this.#isOpen, groupCount);
    this.#counts = withRoom(this.#counts, groupCount);
    this.#added = withRoom(this.#added, groupCount);
    this.#scores = withRoom(this.#scores, groupCount);
  }

  /** Finds out which groups pass the filters that go by traits. */
  #open(groups: NodeGroups, order: NodeOrder, filters: readonly NamedFilter[]): void {
    const { groupCount } = groups;
    const isOpen = this.#isOpen;
    if (filters.length === 0) {
      isOpen.fill(1, 0, groupCount);
      return;
    }
    const candidates = this.#candidates;
    candidates.clear();
    for (let group = 0; group < groupCount; group++) {
      const size = groups.sizeOf(group);
      if (size > 0) candidates.add(order.nodes[groups.memberOf(group)] as NodeIx, group, size);
    }
    for (const { filter } of filters) filter.narrow(candidates);
    isOpen.fill(0, 0, groupCount);
    for (let k = 0; k < candidates.size; k++) isOpen[candidates.groupAt(k)] = 1;
  }

  /** Adds a plugin's scores of the candidates to what their groups have; the text if it cannot score, else "". */
  #addScores(pod: PodView, { name, hooks, weight }: ScorePlugin): string {
    const candidates = this.#candidates;
    const scores = this.#scores;
    const outcome = hooks.score?.(pod, this.#cluster, candidates, scores) ?? "skipped";
    if (outcome === "skipped") return "";
    if (typeof outcome === "object") return scoringError(name, outcome.error);
    if (typeof outcome === "number") scores.fill(outcome, 0, candidates.size);
    for (let k = 0; k < candidates.size; k++) {
      const score = typeof outcome === "function" ? outcome(candidates.at(k)) : (scores[k] ?? -1);
      invariant(isScore(score), () => outOfRange(name));
      const group = candidates.groupAt(k);
      this.#added[group] = (this.#added[group] ?? 0) + weight * score;
    }
    return "";
  }
}
