// What is kept of one kind of pods: its nodes in groups that differ in no trait, each with what it is rated at. A node is
// looked at again when it has changed, and at no other time.
import type { NodeIx } from "@podsim/core";
import type { ClusterView, NodesView } from "../cluster/cluster-view.js";
import { withRoom } from "../cluster/typed-column.js";
import { NodeGroups, NOT_FITTING } from "./node-groups.js";
import type { NodeOrder } from "./node-order.js";
import { NodeRatings, sameRating } from "./node-ratings.js";
import type { Rating, SharedRatings } from "./node-ratings.js";
import type { NodeWindow } from "./node-window.js";
import type { Trait } from "./trait.js";

/** What plugins make of the kind in this try. */
export interface Evaluation extends Rating {
  readonly traits: readonly Trait[];
}

/** Groups that have lost all their nodes are tolerated up to so many. */
const EMPTY_GROUPS_MAX = 256;

/** Numbers of combinations of traits. */
class Combinations {
  readonly #next = new Map<number, number>();
  #count = 0;

  /** Of the combination `before` and one trait more. */
  with(before: number, trait: number): number {
    const key = before * 2 ** 32 + (trait >>> 0);
    let number = this.#next.get(key);
    if (number === undefined) this.#next.set(key, (number = this.#count++));
    return number;
  }
}

const sameTraits = (a: readonly Trait[], b: readonly Trait[]): boolean =>
  a === b || (a.length === b.length && a.every(({ id }, k) => id === b[k]?.id));

/** One trait of all nodes that fit, as it was when they were last looked at. */
class TraitColumn {
  readonly trait: Trait;
  readonly combinations = new Combinations();
  #numbers = new Int32Array(0);

  constructor(trait: Trait, { nextIx }: NodesView) {
    this.trait = trait;
    this.#numbers = withRoom(this.#numbers, nextIx);
  }

  at(node: NodeIx): number {
    return this.#numbers[node] ?? 0;
  }

  /** Whether it is another number than before. */
  put(node: NodeIx, number: number): boolean {
    this.#numbers = withRoom(this.#numbers, node);
    if (this.#numbers[node] === number) return false;
    this.#numbers[node] = number;
    return true;
  }
}

const ALL = (): boolean => true;
const OF_PODS = ({ isOfNode }: Trait): boolean => isOfNode !== true;
const OF_IMAGES = ({ isOfImages }: Trait): boolean => isOfImages === true;

export class KeptKind {
  readonly groups: NodeGroups;
  readonly #shared: SharedRatings;
  #order: NodeOrder | null = null;
  #ratings = new NodeRatings();
  /** By what nodes were rated last; null = not by others too. */
  #sharedRating: Rating | null = null;
  #ratingSeen = 0;
  #columns: readonly TraitColumn[] = [];
  #traits: readonly Trait[] = [];
  #isOfImages = false;
  #changesSeen = 0;
  #nodeChangesSeen = 0;
  #imagesSeen = 0;
  #changed: NodeIx[] = [];

  /** bits: see NodeGroups. */
  constructor(shared: SharedRatings, bits?: number) {
    this.#shared = shared;
    this.groups = new NodeGroups(bits);
  }

  /** The number of the first filter that rejects the node; -1 = all let it pass. As of the last sync, as the next is. */
  rejectedBy(node: NodeIx): number {
    return this.#ratings.rejectedBy(node);
  }

  /** What that filter said. */
  rejectionOf(node: NodeIx): number {
    return this.#ratings.rejectionOf(node);
  }

  /** Brings everything up to date with the cluster; `window` is used for it. */
  sync(evaluation: Evaluation, order: NodeOrder, { nodes }: ClusterView, window: NodeWindow): void {
    const { traits } = evaluation;
    const before = this.#order;
    const isSame = before !== null && sameTraits(traits, this.#traits) && !this.#isCluttered();
    const isOfSameRatings = this.#rate(evaluation, order, nodes, window);
    const [changesSeen, imagesSeen] = [this.#changesSeen, this.#imagesSeen];
    const areNodesSame = this.#nodeChangesSeen === nodes.nodeChangePosition;
    this.#traits = traits;
    this.#order = order;
    this.#changesSeen = nodes.changePosition;
    this.#nodeChangesSeen = nodes.nodeChangePosition;
    this.#imagesSeen = nodes.imagePosition;
    this.#changed = [];
    if (!isSame || !nodes.visitChangesSince(changesSeen, this.#noteChange)) return this.#startAnew(traits, nodes);
    if (before !== order) this.#reorder(before, order);
    const changed = isOfSameRatings ? this.#changed : order.nodes;
    this.#take(changed, areNodesSame && isOfSameRatings ? OF_PODS : ALL);
    if (!this.#isOfImages) return;
    this.#changed = [];
    if (!nodes.visitImagesSince(imagesSeen, this.#noteChange)) return this.#startAnew(traits, nodes);
    this.#take(this.#changed, OF_IMAGES);
  }

  readonly #noteChange = (node: NodeIx): void => {
    if ((this.#order?.positionOf(node) ?? -1) >= 0) this.#changed.push(node);
  };

  /** Has the nodes rated; false = by others than before, or all of them anew. */
  #rate(evaluation: Evaluation, order: NodeOrder, nodes: NodesView, window: NodeWindow): boolean {
    const before = this.#ratings;
    if (!evaluation.isInterned) {
      if (this.#sharedRating !== null) this.#ratings = new NodeRatings();
      this.#sharedRating = null;
    } else if (this.#sharedRating === null || !sameRating(this.#sharedRating, evaluation)) {
      this.#ratings = this.#shared.of(evaluation);
      this.#sharedRating = evaluation;
    }
    const ratings = this.#ratings;
    ratings.sync(evaluation, order, nodes, window);
    const isSame = ratings === before && ratings.generation === this.#ratingSeen;
    this.#ratingSeen = ratings.generation;
    return isSame;
  }

  /** Whether most groups have been left by all their nodes. */
  #isCluttered(): boolean {
    const { groups } = this;
    if (groups.groupCount <= EMPTY_GROUPS_MAX) return false;
    let used = 0;
    for (let group = 0; group < groups.groupCount; group++) if (groups.sizeOf(group) > 0) used++;
    return groups.groupCount > 2 * used + EMPTY_GROUPS_MAX;
  }

  #startAnew(traits: readonly Trait[], nodes: NodesView): void {
    const all = this.#order?.nodes ?? [];
    this.#isOfImages = traits.some(OF_IMAGES);
    this.#columns = traits.map((trait) => new TraitColumn(trait, nodes));
    this.groups.clear(all.length);
    this.#take(all, ALL);
  }

  #reorder(before: NodeOrder, after: NodeOrder): void {
    const kept = after.nodes.map((node) => {
      const position = before.positionOf(node);
      return [this.groups.groupAt(position), position < 0 ? NOT_FITTING : this.groups.ownAt(position)] as const;
    });
    this.groups.clear(after.nodes.length);
    kept.forEach(([group, own], position) => {
      this.groups.put(position, group, own);
    });
  }

  /** Takes over what changed nodes are rated at, and those traits of theirs that may be others now. */
  #take(changed: readonly NodeIx[], mayDiffer: (trait: Trait) => boolean): void {
    if (changed.length === 0) return;
    const { groups } = this;
    const readers = this.#columns.map((column) => ({
      column,
      read: column.trait.numbers.read(),
      mayDiffer: mayDiffer(column.trait),
    }));
    for (const node of changed) {
      const position = this.#order?.positionOf(node) ?? -1;
      const own = this.#ratings.ownOf(node);
      if (own === NOT_FITTING) {
        groups.drop(position);
        continue;
      }
      // Of a node that did not fit nothing else is known.
      const isNew = groups.ownAt(position) === NOT_FITTING;
      let differs = isNew;
      for (const reader of readers) {
        if ((isNew || reader.mayDiffer) && reader.column.put(node, reader.read(node))) differs = true;
      }
      groups.put(position, differs ? this.#groupOf(node) : groups.groupAt(position), own);
    }
  }

  #groupOf(node: NodeIx): number {
    let group = 0;
    for (const column of this.#columns) group = column.combinations.with(group, column.at(node));
    return group;
  }
}
