// What is kept of one kind of pods: its nodes in groups that differ in no trait, each with what it is rated at. A node is
// looked at again when something about it has changed, and at no other time.
import type { NodeIx } from "@podsim/core";
import type { ClusterView, NodeChanges, NodesView } from "../cluster/cluster-view.js";
import { withRoom } from "../cluster/typed-column.js";
import { NodeGroups, UNKNOWN } from "./node-groups.js";
import type { NodeOrder } from "./node-order.js";
import { NodeRatings, sameRating } from "./node-ratings.js";
import type { Rating, SharedRatings } from "./node-ratings.js";
import type { NodeWindow } from "./node-window.js";
import type { NodeNumber } from "./per-node.js";
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

/** One trait of all nodes whose group is known, as of the last sync. */
class TraitColumn {
  readonly trait: Trait;
  readonly combinations = new Combinations();
  /** What it was told of changes by, and up to where. */
  changes: NodeChanges | null = null;
  seen = 0;
  #numbers: Int32Array;
  #reader: NodeNumber | null = null;

  constructor(trait: Trait, { nextIx }: NodesView) {
    this.trait = trait;
    this.#numbers = new Int32Array(nextIx);
  }

  at(node: NodeIx): number {
    return this.#numbers[node] ?? 0;
  }

  /** What was there to be read is out of date. */
  forgetReader(): void {
    this.#reader = null;
  }

  /** Whether it is another number than before. */
  renew(node: NodeIx): boolean {
    const number = (this.#reader ??= this.trait.numbers.read())(node);
    this.#numbers = withRoom(this.#numbers, node);
    if (this.#numbers[node] === number) return false;
    this.#numbers[node] = number;
    return true;
  }
}

export class KeptKind {
  readonly groups: NodeGroups;
  readonly #shared: SharedRatings;
  #order: NodeOrder | null = null;
  #ratings: NodeRatings;
  /** By what nodes were rated last; null = not by others too. */
  #sharedRating: Rating | null = null;
  #generationSeen = 0;
  #flipsSeen = 0;
  #columns: readonly TraitColumn[] = [];
  #changesSeen = 0;
  #nodeChangesSeen = 0;
  #imagesSeen = 0;
  /** Nodes of which some trait is another. */
  #regrouped: NodeIx[] = [];

  constructor(shared: SharedRatings) {
    this.#shared = shared;
    this.#ratings = new NodeRatings(shared.bits);
    this.groups = new NodeGroups(shared.bits);
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
    const areRatingsSame = this.#rate(evaluation, order, nodes, window);
    const isSame = before !== null && this.#isOf(traits) && !this.#isCluttered();
    this.#order = order;
    for (const column of this.#columns) column.forgetReader();
    if (isSame) {
      const isRefitted = areRatingsSame && this.#ratings.flips.visitSince(this.#flipsSeen, this.#refit);
      if (!isRefitted) this.#settle(before, order);
      this.#renewTraits(nodes, order);
    } else {
      this.#columns = traits.map((trait) => new TraitColumn(trait, nodes));
      for (const column of this.#columns) this.#seeChanges(column);
      this.groups.clear(this.#ratings);
      for (const node of order.nodes) this.#refit(node);
    }
    this.#flipsSeen = this.#ratings.flips.position;
    this.#changesSeen = nodes.changePosition;
    this.#nodeChangesSeen = nodes.nodeChangePosition;
    this.#imagesSeen = nodes.imagePosition;
  }

  /** Whether the columns are those of these traits. */
  #isOf(traits: readonly Trait[]): boolean {
    return traits.length === this.#columns.length && traits.every(({ id }, k) => id === this.#columns[k]?.trait.id);
  }

  /** Has the nodes rated; false = by others than before, or all of them anew. */
  #rate(evaluation: Evaluation, order: NodeOrder, nodes: NodesView, window: NodeWindow): boolean {
    const before = this.#ratings;
    if (!evaluation.isInterned) {
      if (this.#sharedRating !== null) this.#ratings = new NodeRatings(this.#shared.bits);
      this.#sharedRating = null;
    } else if (this.#sharedRating === null || !sameRating(this.#sharedRating, evaluation)) {
      this.#ratings = this.#shared.of(evaluation);
      this.#sharedRating = evaluation;
    }
    const ratings = this.#ratings;
    ratings.sync(evaluation, order, nodes, window);
    const isSame = ratings === before && ratings.generation === this.#generationSeen;
    this.#generationSeen = ratings.generation;
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

  /** Groups are made up again of other ratings, or of another order of the nodes. */
  #settle(before: NodeOrder, after: NodeOrder): void {
    const { groups } = this;
    const known = after.nodes.map((node) => {
      const position = before.positionOf(node);
      return position < 0 ? UNKNOWN : groups.groupAt(position);
    });
    groups.clear(this.#ratings);
    known.forEach((group, position) => {
      groups.put(position, group);
    });
    for (const node of after.nodes) this.#refit(node);
  }

  /** The node may fit where it did not, or the other way round. */
  readonly #refit = (node: NodeIx): void => {
    const { groups } = this;
    const position = this.#order?.positionOf(node) ?? -1;
    if (position < 0) return;
    if (groups.groupAt(position) !== UNKNOWN || !groups.fits(position)) return groups.refit(position);
    for (const column of this.#columns) column.renew(node);
    groups.put(position, this.#groupOf(node));
  };

  /** Looks again at those traits of nodes that may be others now. */
  #renewTraits(nodes: NodesView, order: NodeOrder): void {
    const haveNodesChanged = this.#nodeChangesSeen !== nodes.nodeChangePosition;
    this.#regrouped = [];
    for (const column of this.#columns) {
      const { changes, isOfNode, isOfImages } = column.trait;
      const renew = (node: NodeIx): void => {
        this.#renew(column, node);
      };
      let isKnown = true;
      if (changes !== undefined) {
        const { changes: before, seen } = column;
        isKnown = this.#seeChanges(column) === before && before?.visitSince(seen, renew) === true;
      } else if (isOfNode !== true || haveNodesChanged) isKnown = nodes.visitChangesSince(this.#changesSeen, renew);
      if (isKnown && isOfImages === true) isKnown = nodes.visitImagesSince(this.#imagesSeen, renew);
      if (!isKnown) order.nodes.forEach(renew);
    }
    for (const node of this.#regrouped) this.groups.put(order.positionOf(node), this.#groupOf(node));
  }

  /** What the column is told of changes by from now on; null = by the cluster. */
  #seeChanges(column: TraitColumn): NodeChanges | null {
    column.changes = column.trait.changes?.() ?? null;
    column.seen = column.changes?.position ?? 0;
    return column.changes;
  }

  #renew(column: TraitColumn, node: NodeIx): void {
    const position = this.#order?.positionOf(node) ?? -1;
    // All traits of a node are read when it first fits.
    if (position < 0 || this.groups.groupAt(position) === UNKNOWN) return;
    if (column.renew(node)) this.#regrouped.push(node);
  }

  #groupOf(node: NodeIx): number {
    let group = 0;
    for (const column of this.#columns) group = column.combinations.with(group, column.at(node));
    return group;
  }
}
