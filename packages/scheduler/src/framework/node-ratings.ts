// What the filters and scores that go by the node come to on each: looked at again when the node or its pods have changed,
// and at no other time. Kinds of pods for which the same objects filter and score share what they found.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import { ChangeJournal, SHORT_JOURNAL } from "../cluster/change-journal.js";
import type { NodeChanges, NodesView } from "../cluster/cluster-view.js";
import { withRoom } from "../cluster/typed-column.js";
import type { NodeOrder } from "./node-order.js";
import type { NodeWindow } from "./node-window.js";
import type { NodeNumber } from "./per-node.js";
import type { NodeFilter } from "./plugin.js";
import { isScore, MAX_SCORE } from "./score-arithmetic.js";

/** Rating of a node that a filter rejects. */
export const NOT_FITTING = -1;

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

/** What plugins make of a node for one kind of pods. */
export interface Rating {
  readonly tests: readonly NodeTest[];
  readonly scores: readonly NodeScore[];
  /** Whether all their plugins intern what they give: see PluginHooks. */
  readonly isInterned: boolean;
}

/** By default nodes are summarised in blocks of 64. */
export const BLOCK_BITS = 6;

const NONE = 0;
const IN_QUESTION = -1;

const NOTHING_ELSE: readonly unknown[] = [];

/** What the tests go by besides the node, each behind the number of its filter. */
const goesByOf = (tests: readonly NodeTest[]): readonly unknown[] => {
  let all: unknown[] | null = null;
  for (const { number, filter } of tests) if (filter.goesBy !== undefined) (all ??= []).push(number, ...filter.goesBy);
  return all ?? NOTHING_ELSE;
};

const sameMembers = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((member, k) => member === b[k]));

/** Ratings of the nodes of one order, by position in it. As of the last sync, as the next are. */
export class NodeRatings {
  /** Blocks are of 2^bits positions. */
  readonly bits: number;
  #goesBy: readonly unknown[] = NOTHING_ELSE;
  #order: NodeOrder | null = null;
  #isKnown = false;
  #changesSeen = 0;
  /** How many times there was another order, or every node was looked at: who has seen another number knows nothing. */
  generation = 0;
  /** The weighted sum of the node's scores, a whole number >= 0 and below 2^31, or NOT_FITTING. */
  own = new Int32Array(0);
  /** By block: another number after every change of a rating in it, from 1. */
  blockStamps = new Int32Array(0);
  #stamp = 0;
  /** Nodes that came to fit, or to fit no longer. */
  readonly #flips = new ChangeJournal(SHORT_JOURNAL);
  /** By node: 1 + the number of the filter that rejects it (NONE = every one lets it pass), and what that said. */
  #rejectedBy = new Int32Array(0);
  #rejection = new Int32Array(0);
  #changed: NodeIx[] = [];

  constructor(bits = BLOCK_BITS) {
    this.bits = bits;
  }

  get flips(): NodeChanges {
    return this.#flips;
  }

  /** The number of the first filter that rejects the node; -1 = all let it pass. */
  rejectedBy(node: NodeIx): number {
    return (this.#rejectedBy[node] ?? NONE) - 1;
  }

  /** What that filter said. */
  rejectionOf(node: NodeIx): number {
    return this.#rejection[node] ?? 0;
  }

  /** Brings all nodes of the order up to date; `window` is used for it. */
  sync(rating: Rating, order: NodeOrder, nodes: NodesView, window: NodeWindow): void {
    const goesBy = goesByOf(rating.tests);
    const isKnown = this.#isKnown && sameMembers(goesBy, this.#goesBy);
    const [before, changesSeen] = [this.#order, this.#changesSeen];
    this.#goesBy = goesBy;
    this.#order = order;
    this.#changesSeen = nodes.changePosition;
    if (isKnown && changesSeen === this.#changesSeen) return;
    // What comes to nothing in the middle is not known at the next sync.
    this.#isKnown = false;
    this.#changed = [];
    if (isKnown && before !== null && nodes.visitChangesSince(changesSeen, this.#noteChange)) {
      if (before !== order) this.#reorder(before, order);
      this.#rate(rating, this.#changed, nodes, window);
    } else {
      this.#startAnew(order);
      this.#rate(rating, order.nodes, nodes, window);
    }
    this.#isKnown = true;
  }

  readonly #noteChange = (node: NodeIx): void => {
    if ((this.#order?.positionOf(node) ?? -1) >= 0) this.#changed.push(node);
  };

  #startAnew({ nodes }: NodeOrder): void {
    this.generation++;
    this.own = new Int32Array(nodes.length).fill(NOT_FITTING);
    this.blockStamps = new Int32Array(Math.ceil(nodes.length / 2 ** this.bits)).fill(++this.#stamp);
  }

  #reorder(before: NodeOrder, after: NodeOrder): void {
    const { own } = this;
    this.#startAnew(after);
    after.nodes.forEach((node, position) => {
      this.own[position] = own[before.positionOf(node)] ?? NOT_FITTING;
    });
  }

  #put(node: NodeIx, position: number, own: number): void {
    const before = this.own[position] ?? NOT_FITTING;
    if (own === before) return;
    this.own[position] = own;
    this.blockStamps[position >> this.bits] = ++this.#stamp;
    if ((own === NOT_FITTING) !== (before === NOT_FITTING)) this.#flips.note(node);
  }

  /** Looks at the nodes, each at most once in the list. */
  #rate({ tests, scores }: Rating, changed: readonly NodeIx[], nodes: NodesView, window: NodeWindow): void {
    if (changed.length === 0) return;
    const order = this.#order;
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
    for (let k = 0; k < window.size; k++) {
      const node = window.at(k);
      let sum = 0;
      for (const { scoreOn, weight } of scores) {
        const score = scoreOn(node);
        if (!isScore(score)) invariant(false, `a score of ${score} is not within 0..${MAX_SCORE}`);
        sum += weight * score;
      }
      rejectedBy[node] = NONE;
      this.#put(node, order?.positionOf(node) ?? 0, sum);
    }
    for (const node of changed) {
      if (rejectedBy[node] !== IN_QUESTION) continue;
      rejectedBy[node] = window.rejectedBy(node) + 1;
      rejection[node] = window.rejectionOf(node);
      this.#put(node, order?.positionOf(node) ?? 0, NOT_FITTING);
    }
  }
}

/** Numbers of objects, from 1 in order of first sight. */
class ObjectNumbers {
  readonly #numbers = new WeakMap<object, number>();
  #count = 0;

  of(object: object): number {
    let number = this.#numbers.get(object);
    if (number === undefined) this.#numbers.set(object, (number = ++this.#count));
    return number;
  }
}

/** Ratings kept for kinds still to come; beyond, all are dropped, and a kind met later shares with those after it alone. */
const SHARED_MAX = 256;

/** The ratings of one profile and cluster that kinds of pods share. */
export class SharedRatings {
  readonly bits: number;
  readonly #numbers = new ObjectNumbers();
  readonly #byContent = new Map<string, NodeRatings>();

  constructor(bits = BLOCK_BITS) {
    this.bits = bits;
  }

  /** The ratings by the same filters and scores; an interned rating only. */
  of({ tests, scores }: Rating): NodeRatings {
    const parts = [
      ...tests.map(({ number, filter }) => `${number}:${this.#numbers.of(filter)}`),
      ...scores.map(({ scoreOn, weight }) => `${weight}*${this.#numbers.of(scoreOn)}`),
    ];
    const key = parts.join(" ");
    let ratings = this.#byContent.get(key);
    if (ratings === undefined) {
      if (this.#byContent.size >= SHARED_MAX) this.#byContent.clear();
      this.#byContent.set(key, (ratings = new NodeRatings(this.bits)));
    }
    return ratings;
  }
}

/** Whether two interned ratings are by the same filters and scores. */
export const sameRating = (a: Rating, b: Rating): boolean =>
  a.tests.length === b.tests.length &&
  a.scores.length === b.scores.length &&
  a.tests.every(({ filter }, k) => filter === b.tests[k]?.filter) &&
  a.scores.every(({ scoreOn }, k) => scoreOn === b.scores[k]?.scoreOn);
