// Which nodes of the pools could go, or be replaced by a cheaper one, and in which order that is tried.
import { specOf } from "@podsim/core";
import type { NodeIx, NodeState, PodState, SimTime } from "@podsim/core";
import type { ControlPlane } from "../../actor.js";
import { judgeEviction } from "../../api-server/evict-pod.js";
import type { LiveView } from "../../cluster/live-view.js";
import type { Profile } from "../../framework/profile.js";
import { Fitting } from "../fitting.js";
import { movingPods } from "../removable.js";
import { allowedDisruptions } from "./budgets.js";
import { cheapestFirst, Claims, isAvailable } from "./claims.js";
import type { DisruptionReason, NodePool, Offering } from "./node-pool.js";

const DO_NOT_DISRUPT = "karpenter.sh/do-not-disrupt";
const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
/** Nodes that are looked at together. */
const MULTI_MAX = 100;

/** A node of a pool, as far as it is known what it is and what it does. */
export interface PoolNode {
  readonly node: NodeState;
  readonly pool: NodePool;
  readonly offering: Offering;
  /** The last time a pod came or went. */
  readonly podEventUs: SimTime;
  readonly hasDrifted: boolean;
}

export interface Replacement {
  readonly pool: NodePool;
  readonly offering: Offering;
}

export interface Command {
  readonly reason: DisruptionReason;
  readonly nodes: readonly PoolNode[];
  readonly replacement: Replacement | null;
}

const podCost = (pod: PodState): number => {
  const written = Number(pod.identity.template.metadata.annotations[DELETION_COST] ?? 0);
  const cost = 1 + (Number.isFinite(written) ? written : 0) / 2 ** 27 + specOf(pod).priority / 2 ** 25;
  return Math.min(10, Math.max(-10, cost));
};

export class Disruption {
  readonly #plane: ControlPlane;
  readonly #view: LiveView;
  readonly #profile: Profile;
  readonly #pools: readonly NodePool[];
  readonly #startUs: number;

  constructor(plane: ControlPlane, view: LiveView, profile: Profile, pools: readonly NodePool[], startUs: number) {
    this.#plane = plane;
    this.#view = view;
    this.#profile = profile;
    this.#pools = pools;
    this.#startUs = startUs;
  }

  /**
   * The first thing worth doing; null = nothing is.
   * @param busy nodes that are part of something that goes on already
   */
  next(nodes: readonly PoolNode[], busy: ReadonlySet<NodeIx>, now: SimTime): Command | null {
    const candidates = nodes.filter(({ node }) => !busy.has(node.ix) && this.#isDisruptable(node));
    const consolidatable = candidates.filter((each) => isConsolidatable(each, now));
    const within = (list: readonly PoolNode[], reason: DisruptionReason): readonly PoolNode[] =>
      this.#withinBudgets(list, nodes, busy, reason, now);
    const empty = within(
      consolidatable.filter(({ node }) => movingPods(this.#plane.world, node.ix).length === 0),
      "Empty",
    );
    if (empty.length > 0) return { reason: "Empty", nodes: empty, replacement: null };
    for (const drifted of within(
      candidates.filter(({ hasDrifted }) => hasDrifted),
      "Drifted",
    )) {
      const command = this.#evaluate([drifted], busy, Infinity, "Drifted", now);
      if (command !== null) return command;
    }
    const ordered = within(
      consolidatable
        .filter(({ pool, hasDrifted }) => pool.consolidates === "WhenEmptyOrUnderutilized" && !hasDrifted)
        .sort((a, b) => this.#worth(b) - this.#worth(a)),
      "Underutilized",
    );
    return this.#multi(ordered.slice(0, MULTI_MAX), busy, now) ?? this.#single(ordered, busy, now);
  }

  /** Whether what was thought good is still so. */
  holds(command: Command, nodes: readonly PoolNode[], busy: ReadonlySet<NodeIx>, now: SimTime): boolean {
    const known = new Set(nodes.map(({ node }) => node.ix));
    if (!command.nodes.every(({ node }) => known.has(node.ix) && this.#isDisruptable(node))) return false;
    if (command.reason === "Empty") {
      return command.nodes.every(({ node }) => movingPods(this.#plane.world, node.ix).length === 0);
    }
    const priceMax = command.reason === "Drifted" ? Infinity : priceOf(command.nodes);
    return this.#evaluate(command.nodes, busy, priceMax, command.reason, now) !== null;
  }

  #worth({ node, offering }: PoolNode): number {
    const pods = movingPods(this.#plane.world, node.ix);
    return offering.pricePerHour / (1 + pods.reduce((sum, pod) => sum + Math.max(0, podCost(pod)), 0));
  }

  #isDisruptable({ ix, annotations }: NodeState): boolean {
    if (annotations[DO_NOT_DISRUPT] === "true" || this.#plane.world.nodes.at(ix)?.ready !== "True") return false;
    return movingPods(this.#plane.world, ix).every(
      (pod) =>
        pod.identity.template.metadata.annotations[DO_NOT_DISRUPT] !== "true" &&
        judgeEviction(pod, this.#plane.world).kind === "allowed",
    );
  }

  #withinBudgets(
    list: readonly PoolNode[],
    all: readonly PoolNode[],
    busy: ReadonlySet<NodeIx>,
    reason: DisruptionReason,
    now: SimTime,
  ): readonly PoolNode[] {
    const left = new Map<NodePool, number>();
    for (const pool of this.#pools) {
      const mine = all.filter((each) => each.pool === pool);
      const { nodes } = this.#plane.world;
      const gone = mine.filter(({ node }) => busy.has(node.ix) || nodes.at(node.ix)?.ready !== "True").length;
      left.set(pool, allowedDisruptions(pool, reason, mine.length, gone, this.#startUs, now));
    }
    return list.filter(({ pool }) => {
      const rest = left.get(pool) ?? 0;
      left.set(pool, rest - 1);
      return rest > 0;
    });
  }

  /** The longest beginning of the list that can go together, two nodes at least. */
  #multi(ordered: readonly PoolNode[], busy: ReadonlySet<NodeIx>, now: SimTime): Command | null {
    let best: Command | null = null;
    for (let low = 2, high = ordered.length; low <= high;) {
      const middle = Math.floor((low + high) / 2);
      const prefix = ordered.slice(0, middle);
      const command = this.#evaluate(prefix, busy, priceOf(prefix), "Underutilized", now);
      if (command === null) high = middle - 1;
      else {
        best = command;
        low = middle + 1;
      }
    }
    return best;
  }

  #single(ordered: readonly PoolNode[], busy: ReadonlySet<NodeIx>, now: SimTime): Command | null {
    for (const one of ordered) {
      const command = this.#evaluate([one], busy, one.offering.pricePerHour, "Underutilized", now);
      if (command !== null) return command;
    }
    return null;
  }

  /** Whether the nodes' pods fit elsewhere, with one new node more at most, which has to cost less than `priceMax`. */
  #evaluate(
    leaving: readonly PoolNode[],
    busy: ReadonlySet<NodeIx>,
    priceMax: number,
    reason: DisruptionReason,
    now: SimTime,
  ): Command | null {
    const { world } = this.#plane;
    const gone = new Set<NodeIx>([...busy, ...leaving.map(({ node }) => node.ix)]);
    const destinations = this.#view.nodes.order().filter((ix) => !gone.has(ix) && world.nodes.at(ix)?.ready === "True");
    const pods = leaving.flatMap(({ node }) => movingPods(world, node.ix));
    const fitting = new Fitting(this.#view, this.#profile);
    const homeless = pods.filter((pod) => fitting.place(pod, destinations) === null);
    if (homeless.length === 0 && reason !== "Drifted") return { reason, nodes: leaving, replacement: null };
    if (homeless.length === 0) return { reason, nodes: leaving, replacement: null };
    const allSpot = leaving.every(({ offering }) => offering.isSpot);
    const rules = {
      pools: this.#pools,
      leftOf: () => Infinity,
      isUsable: (offering: Offering) =>
        isAvailable(offering, now) &&
        offering.pricePerHour < priceMax &&
        !(reason !== "Drifted" && allSpot && offering.isSpot),
    };
    const claims = new Claims(world, this.#profile, rules, homeless);
    if (!homeless.every((pod) => claims.place(pod, 1))) return null;
    const [claim] = claims.all;
    const [offering] = [...(claim?.offerings ?? [])].sort(cheapestFirst);
    if (claim === undefined || offering === undefined) return null;
    return { reason, nodes: leaving, replacement: { pool: claim.pool, offering } };
  }
}

const priceOf = (nodes: readonly PoolNode[]): number =>
  nodes.reduce((sum, { offering }) => sum + offering.pricePerHour, 0);

const isConsolidatable = ({ pool, podEventUs }: PoolNode, now: SimTime): boolean =>
  pool.consolidateAfterUs !== null && now - podEventUs >= pool.consolidateAfterUs;
