// New nodes as Karpenter plans them: pods are put together as long as some machine would hold them all, and the cheapest
// that does is bought.
import { nodeResources, podRequests, specOf } from "@podsim/core";
import type { NodeIx, PodState, SimTime } from "@podsim/core";
import { NEVER } from "@podsim/core/time";
import type { WorldView } from "../../cluster/world.js";
import type { Profile } from "../../framework/profile.js";
import type { StillCluster } from "../../still/still-cluster.js";
import { Fitting } from "../fitting.js";
import { addImaginedNode, imaginedCluster, looksAtOthers } from "../imagined-cluster.js";
import { nodeOf } from "../node-group.js";
import type { NodePool, Offering } from "./node-pool.js";

interface Amount {
  milliCpu: number;
  memoryBytes: number;
  pods: number;
}

/** A node to be, with the machines that would do. */
export interface Claim {
  readonly pool: NodePool;
  offerings: readonly Offering[];
  readonly pods: PodState[];
  readonly requested: Amount;
  /** Its stand-in in the imagined cluster. */
  readonly node: NodeIx;
}

const roomOf = ({ template }: Offering): Amount => {
  const { milliCpu, memoryBytes, pods } = nodeResources(template.status.allocatable);
  return { milliCpu, memoryBytes, pods };
};

const fits = (offering: Offering, { milliCpu, memoryBytes, pods }: Amount): boolean => {
  const room = roomOf(offering);
  return milliCpu <= room.milliCpu && memoryBytes <= room.memoryBytes && pods <= room.pods;
};

const withPod = ({ milliCpu, memoryBytes, pods }: Amount, pod: PodState): Amount => {
  const requests = podRequests(specOf(pod));
  return { milliCpu: milliCpu + requests.milliCpu, memoryBytes: memoryBytes + requests.memoryBytes, pods: pods + 1 };
};

const largestFirst = (a: Offering, b: Offering): number => {
  const [x, y] = [roomOf(a), roomOf(b)];
  return y.milliCpu - x.milliCpu || y.memoryBytes - x.memoryBytes || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
};

export const cheapestFirst = (a: Offering, b: Offering): number =>
  a.pricePerHour - b.pricePerHour || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const zoneOf = ({ template }: Offering): string => template.metadata.labels["topology.kubernetes.io/zone"] ?? "";

/** Whether a machine of the offering can be had. */
export const isAvailable = ({ shortages }: Offering, now: SimTime): boolean =>
  !shortages.some(({ fromUs, untilUs }) => fromUs <= now && now < untilUs);

/** When machines can be had again that cannot be had now; NEVER where that is never. */
export const nextSupplyUs = ({ offerings }: NodePool, now: SimTime): SimTime =>
  offerings.reduce(
    (first, { shortages }) =>
      shortages.reduce((earlier, { untilUs }) => (untilUs > now ? Math.min(earlier, untilUs) : earlier), first),
    NEVER,
  );

export interface ClaimRules {
  readonly pools: readonly NodePool[];
  /** What is left of a pool's limit, in thousandths of a core; Infinity = no bound. */
  readonly leftOf: (pool: NodePool) => number;
  readonly isUsable: (offering: Offering) => boolean;
}

export class Claims {
  readonly all: Claim[] = [];
  readonly #world: WorldView;
  readonly #profile: Profile;
  readonly #rules: ClaimRules;
  readonly #cluster: StillCluster;
  /** Template of pods -> offerings whose empty nodes hold one. */
  readonly #held = new Map<unknown, readonly Offering[]>();
  readonly #spent = new Map<NodePool, number>();
  #count = 0;

  constructor(world: WorldView, profile: Profile, rules: ClaimRules, pods: readonly PodState[]) {
    this.#world = world;
    this.#profile = profile;
    this.#rules = rules;
    this.#cluster = imaginedCluster(world, pods.some(looksAtOthers));
  }

  /** Whether the pod found a place in a new node; at most `most` of those are planned. */
  place(pod: PodState, most = Infinity): boolean {
    const fewestFirst = [...this.all].sort((a, b) => a.pods.length - b.pods.length);
    if (fewestFirst.some((claim) => this.#join(claim, pod))) return true;
    if (this.all.length >= most) return false;
    const pools = [...this.#rules.pools].sort((a, b) => b.weight - a.weight);
    return pools.some((pool) => this.#open(pool, pod));
  }

  #join(claim: Claim, pod: PodState): boolean {
    const requested = withPod(claim.requested, pod);
    const held = this.#heldBy(claim.pool, pod);
    const left = claim.offerings.filter((offering) => held.includes(offering) && fits(offering, requested));
    if (left.length === 0) return false;
    if (looksAtOthers(pod) && new Fitting(this.#cluster.view, this.#profile).place(pod, [claim.node]) === null)
      return false;
    claim.offerings = left;
    this.#settle(claim, pod, requested);
    return true;
  }

  #open(pool: NodePool, pod: PodState): boolean {
    const usable = this.#heldBy(pool, pod);
    const limited = usable.filter((offering) => this.#leftOf(pool) >= roomOf(offering).milliCpu);
    if (limited.length === 0) return false;
    // Where others matter, a node is of one zone from the start.
    const zones = looksAtOthers(pod) ? [...new Set(limited.map(zoneOf))].sort() : [null];
    for (const zone of zones) {
      const offerings = zone === null ? limited : limited.filter((offering) => zoneOf(offering) === zone);
      const [largest] = [...offerings].sort(largestFirst);
      if (largest === undefined) continue;
      const node = this.#imagine(largest);
      if (looksAtOthers(pod) && new Fitting(this.#cluster.view, this.#profile).place(pod, [node]) === null) continue;
      const claim: Claim = { pool, offerings, pods: [], requested: this.#daemonsOn(node), node };
      this.all.push(claim);
      this.#spent.set(pool, (this.#spent.get(pool) ?? 0) + roomOf(largest).milliCpu);
      this.#settle(claim, pod, withPod(claim.requested, pod));
      claim.offerings = offerings.filter((offering) => fits(offering, claim.requested));
      return true;
    }
    return false;
  }

  #leftOf(pool: NodePool): number {
    return this.#rules.leftOf(pool) - (this.#spent.get(pool) ?? 0);
  }

  #imagine({ template }: Offering): NodeIx {
    this.#count += 1;
    return addImaginedNode(this.#cluster, this.#world, nodeOf(template, `imagined-${String(this.#count)}`));
  }

  #daemonsOn(node: NodeIx): Amount {
    const { nodes } = this.#cluster.view;
    return {
      milliCpu: nodes.resource("cpu").requested(node),
      memoryBytes: nodes.resource("memory").requested(node),
      pods: nodes.podCount(node),
    };
  }

  /** Offerings of the pool of which an empty node, with its daemons, would hold the pod. */
  #heldBy(pool: NodePool, pod: PodState): readonly Offering[] {
    let held = this.#held.get(pod.identity.template);
    if (held === undefined) {
      held = this.#rules.pools
        .flatMap(({ offerings }) => offerings)
        .filter((offering) => this.#rules.isUsable(offering) && this.#holds(offering, pod));
      this.#held.set(pod.identity.template, held);
    }
    return held.filter((offering) => pool.offerings.includes(offering));
  }

  #holds({ template }: Offering, pod: PodState): boolean {
    const alone = imaginedCluster(this.#world, false);
    const node = addImaginedNode(alone, this.#world, nodeOf(template, "imagined"));
    return new Fitting(alone.view, this.#profile).objection(pod, node) === null;
  }

  #settle(claim: Claim, pod: PodState, { milliCpu, memoryBytes, pods }: Amount): void {
    Object.assign(claim.requested, { milliCpu, memoryBytes, pods });
    claim.pods.push(pod);
    const { namespace, name, template, owner } = pod.identity;
    const placed = this.#cluster.addPod({ namespace, name, template, owner });
    this.#cluster.bind(placed, this.#cluster.world.nodes.at(claim.node)?.name ?? "");
  }
}
