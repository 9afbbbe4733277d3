// What the tries of one kind of pods came to, kept node by node: nodes are looked at again when they have changed, and at
// no other time.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { ClusterView, NodesView } from "../cluster/cluster-view.js";
import { withRoom } from "../cluster/typed-column.js";
import { NodeGroups, NOT_FITTING } from "./node-groups.js";
import type { NodeWindow } from "./node-window.js";
import type { NodeNumber } from "./per-node.js";
import type { NodeFilter, Trait } from "./plugin.js";
import { isScore, MAX_SCORE } from "./score-arithmetic.js";

/** A filter that goes by the node, with its number in the profile. */
export interface NodeTest {
  readonly number: number;
  readonly filter: NodeFilter;
}

/** A score that goes by the node. */
export interface NodeScore {
  readonly scoreOn: NodeNumber;
  readonly weight: number;
}

/** What plugins make of the kind in this try. */
export interface Evaluation {
  readonly tests: readonly NodeTest[];
  readonly scores: readonly NodeScore[];
  readonly traits: readonly Trait[];
}

/** The order nodes are looked at in, and each one's place in it. */
export class NodeOrder {
  readonly nodes: readonly NodeIx[];
  /** The same, for loops. */
  readonly column: Int32Array;
  readonly #positions: Int32Array;

  constructor({ nextIx }: NodesView, nodes: readonly NodeIx[]) {
    this.nodes = nodes;
    this.column = Int32Array.from(nodes);
    this.#positions = new Int32Array(nextIx).fill(-1);
    nodes.forEach((node, position) => (this.#positions[node] = position));
  }

  /** -1 = it is not there. */
  positionOf(node: NodeIx): number {
    return this.#positions[node] ?? -1;
  }
}

const NONE = 0;
const IN_QUESTION = -1;
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

const NOTHING_ELSE: readonly unknown[] = [];

/** What the tests go by besides the node, each behind the number of its filter. */
const goesByOf = (tests: readonly NodeTest[]): readonly unknown[] => {
  let all: unknown[] | null = null;
  for (const { number, filter } of tests) if (filter.goesBy !== undefined) (all ??= []).push(number, ...filter.goesBy);
  return all ?? NOTHING_ELSE;
};

const sameMembers = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((member, k) => member === b[k]));

const sameTraits = (a: readonly Trait[], b: readonly Trait[]): boolean =>
  a === b || (a.length === b.length && a.every(({ id }, k) => id === b[k]?.id));

export class KeptKind {
  readonly groups: NodeGroups;
  #order: NodeOrder | null = null;
  #traits: readonly Trait[] = [];
  #goesBy: readonly unknown[] = NOTHING_ELSE;
  #isOfImages = false;
  #combinations: readonly Combinations[] = [];
  #changesSeen = 0;
  #imagesSeen = 0;
  /** By node: 1 + the number of the filter that rejects it (NONE = every one lets it pass), and what that said. */
  #rejectedBy = new Int32Array(0);
  #rejection = new Int32Array(0);
  #changed: NodeIx[] = [];

  /** bits: see NodeGroups. */
  constructor(bits?: number) {
    this.groups = new NodeGroups(bits);
  }

  /** The number of the first filter that rejects the node; -1 = all let it pass. As of the last sync, as the next is. */
  rejectedBy(node: NodeIx): number {
    return (this.#rejectedBy[node] ?? NONE) - 1;
  }

  /** What that filter said. */
  rejectionOf(node: NodeIx): number {
    return this.#rejection[node] ?? 0;
  }

  /** Brings everything up to date with the cluster; `window` is used for it. */
  sync(evaluation: Evaluation, order: NodeOrder, { nodes }: ClusterView, window: NodeWindow): void {
    const { traits } = evaluation;
    const before = this.#order;
    const goesBy = goesByOf(evaluation.tests);
    const isSame =
      before !== null && sameTraits(traits, this.#traits) && sameMembers(goesBy, this.#goesBy) && !this.#isCluttered();
    this.#goesBy = goesBy;
    const [changesSeen, imagesSeen] = [this.#changesSeen, this.#imagesSeen];
    this.#traits = traits;
    this.#order = order;
    this.#changesSeen = nodes.changePosition;
    this.#imagesSeen = nodes.imagePosition;
    this.#changed = [];
    if (!isSame || !nodes.visitChangesSince(changesSeen, this.#noteChange))
      return this.#startAnew(evaluation, window, nodes);
    if (before !== order) this.#reorder(before, order);
    this.#evaluate(evaluation, this.#changed, window, nodes);
    if (!this.#isOfImages) return;
    this.#changed = [];
    if (!nodes.visitImagesSince(imagesSeen, this.#noteChange)) return this.#startAnew(evaluation, window, nodes);
    this.#evaluate(evaluation, this.#changed, window, nodes);
  }

  readonly #noteChange = (node: NodeIx): void => {
    if ((this.#order?.positionOf(node) ?? -1) >= 0) this.#changed.push(node);
  };

  /** Whether most groups have been left by all their nodes. */
  #isCluttered(): boolean {
    const { groups } = this;
    if (groups.groupCount <= EMPTY_GROUPS_MAX) return false;
    let used = 0;
    for (let group = 0; group < groups.groupCount; group++) if (groups.sizeOf(group) > 0) used++;
    return groups.groupCount > 2 * used + EMPTY_GROUPS_MAX;
  }

  #startAnew(evaluation: Evaluation, window: NodeWindow, nodes: NodesView): void {
    const all = this.#order?.nodes ?? [];
    this.#isOfImages = this.#traits.some(({ isOfImages }) => isOfImages === true);
    this.#combinations = this.#traits.map(() => new Combinations());
    this.groups.clear(all.length);
    this.#evaluate(evaluation, all, window, nodes);
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

  /** Looks at the nodes, each at most once in the list. */
  #evaluate({ tests, scores }: Evaluation, changed: readonly NodeIx[], window: NodeWindow, nodes: NodesView): void {
    if (changed.length === 0) return;
    const rejectedBy = (this.#rejectedBy = withRoom(this.#rejectedBy, nodes.nextIx));
    const rejection = (this.#rejection = withRoom(this.#rejection, nodes.nextIx));
    window.clear(nodes.nextIx);
    window.load(changed, 0, changed.length);
    for (const node of changed) rejectedBy[node] = IN_QUESTION;
    for (const { number, filter } of tests) {
      if (window.size === 0) break;
      window.useFilter(number);
      filter.narrow(window);
    }
    this.#enter(scores, window);
    for (const node of changed) {
      if (rejectedBy[node] !== IN_QUESTION) continue;
      rejectedBy[node] = window.rejectedBy(node) + 1;
      rejection[node] = window.rejectionOf(node);
      this.groups.drop(this.#order?.positionOf(node) ?? 0);
    }
  }

  /** Puts the nodes that passed where they belong. */
  #enter(scores: readonly NodeScore[], passed: NodeWindow): void {
    const traits = this.#traits.map(({ numbers }) => numbers.read());
    for (let k = 0; k < passed.size; k++) {
      const node = passed.at(k);
      let own = 0;
      for (const { scoreOn, weight } of scores) {
        const score = scoreOn(node);
        if (!isScore(score)) invariant(false, `a score of ${score} is not within 0..${MAX_SCORE}`);
        own += weight * score;
      }
      let group = 0;
      for (let i = 0; i < traits.length; i++) group = this.#combinations[i]?.with(group, traits[i]?.(node) ?? 0) ?? 0;
      this.#rejectedBy[node] = NONE;
      this.groups.put(this.#order?.positionOf(node) ?? 0, group, own);
    }
  }
}
