// The taint eviction controller: deletes pods from nodes with NoExecute taints they do not tolerate, or tolerate only for
// a while. Disruption budgets have no say in it.
import { evictionDelayOf, podDisruptionTargeted, podEvictionCancelled, specOf } from "@podsim/core";
import type { Duration, Envelope, NodeIx, NodeState, NodeTainted, PodBound, PodIx, SimTime, Taint } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "../actor.js";
import { RANK } from "../actor.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import { apiDelayUs } from "../api-delay.js";
import { sample } from "../engine/distribution.js";
import { hearsOf } from "../hearing.js";

const MESSAGE = "Taint manager: deleting due to NoExecute taint";

type Plan =
  | { readonly kind: "node"; readonly nodeIx: NodeIx }
  | { readonly kind: "pod"; readonly podIx: PodIx }
  | { readonly kind: "evict"; readonly podIx: PodIx };

type TaintEvictionIntention = Intention & Plan;

/** An eviction to come. */
interface Timer {
  readonly startedAtUs: SimTime;
  readonly token: Token;
}

const noExecuteTaints = (node: NodeState): readonly Taint[] =>
  node.taints.filter(({ effect }) => effect === "NoExecute");

/** Types of the facts it goes by. */
const HEARD = ["NodeTainted", "NodeUntainted", "PodBound", "PodUpdated", "PodRemoved"] as const;
const HEARS = hearsOf(HEARD);

class TaintEviction implements Actor {
  readonly name = "taint-eviction-controller";
  readonly rank = RANK.taintEviction;
  readonly hears = HEARS;
  readonly #plane: ControlPlane;
  readonly #timers = new Map<PodIx, Timer>();
  readonly #pendingNodes = new Set<NodeIx>();
  readonly #syncCounts = new Map<string, number>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  react(fact: Envelope, out: Outbox): void {
    switch (fact.definition.type as (typeof HEARD)[number]) {
      case "NodeTainted":
      case "NodeUntainted":
        if ((fact.data as NodeTainted).effect !== "NoExecute") return;
        return this.#nodeChanged(fact.subject as NodeIx, fact.at, out);
      case "PodBound": {
        const { nodeIx, node } = fact.data as PodBound;
        return this.#podPlaced(fact.subject as PodIx, nodeIx as NodeIx, node, fact.at, out);
      }
      case "PodUpdated": {
        const binding = this.#plane.world.pods.at(fact.subject)?.binding ?? null;
        if (binding === null) return;
        return this.#podPlaced(fact.subject as PodIx, binding.nodeIx, binding.nodeName, fact.at, out);
      }
      case "PodRemoved": {
        const timer = this.#timers.get(fact.subject as PodIx);
        if (timer === undefined) return;
        out.withdraw(timer.token);
        this.#timers.delete(fact.subject as PodIx);
        return;
      }
    }
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const plan = intention as TaintEvictionIntention;
    const { world } = this.#plane;
    switch (plan.kind) {
      case "node": {
        this.#pendingNodes.delete(plan.nodeIx);
        const node = world.nodes.at(plan.nodeIx);
        if (node === undefined) return;
        const taints = noExecuteTaints(node);
        for (const podIx of world.pods.onNode(plan.nodeIx)) this.#judge(podIx, taints, now, out);
        return;
      }
      case "pod": {
        const binding = world.pods.at(plan.podIx)?.binding;
        const node = binding == null ? undefined : world.nodes.at(binding.nodeIx);
        if (node !== undefined) this.#judge(plan.podIx, noExecuteTaints(node), now, out);
        return;
      }
      case "evict":
        this.#timers.delete(plan.podIx);
        return this.#evict(plan.podIx, now, out);
    }
  }

  #nodeChanged(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined || this.#pendingNodes.has(nodeIx)) return;
    this.#pendingNodes.add(nodeIx);
    this.#plan(at + this.#syncLatency(node.name), { kind: "node", nodeIx }, out);
  }

  #podPlaced(podIx: PodIx, nodeIx: NodeIx, name: string, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node?.taints.some(({ effect }) => effect === "NoExecute") !== true) return;
    this.#plan(at + this.#syncLatency(name), { kind: "pod", podIx }, out);
  }

  /** Changes of a node and of pods bound to it are handled by one worker. */
  #syncLatency(nodeName: string): Duration {
    const distribution = this.#plane.settings.latencies.controllerSync;
    const n = this.#syncCounts.get(nodeName) ?? 0;
    this.#syncCounts.set(nodeName, n + 1);
    const entity = `${this.name}/${nodeName}`;
    const isFixed = distribution.kind === "constant";
    const usualUs = isFixed
      ? distribution.value
      : sample(distribution, this.#plane.draw("latency/controllerSync", entity, n));
    return usualUs + apiDelayUs(this.#plane, "controllerSync", entity, n);
  }

  #plan(at: SimTime, plan: Plan, out: Outbox): Token {
    const intention: TaintEvictionIntention = { actor: this, ...plan };
    return out.plan(at, intention);
  }

  #judge(podIx: PodIx, taints: readonly Taint[], now: SimTime, out: Outbox): void {
    const pod = this.#plane.world.pods.at(podIx);
    if (pod === undefined) return;
    const delay = evictionDelayOf(taints, specOf(pod).tolerations);
    if (delay === "never") return this.#cancel(podIx, out);
    if (delay === "now") {
      this.#cancel(podIx, out);
      return this.#evict(podIx, now, out);
    }
    const timer = this.#timers.get(podIx);
    // A timer that runs is left alone, whatever came to it since.
    if (timer !== undefined && timer.startedAtUs < now) return;
    this.#cancel(podIx, out);
    if (delay.seconds === 0) return this.#evict(podIx, now, out);
    const token = this.#plan(now + delay.seconds * SECOND, { kind: "evict", podIx }, out);
    this.#timers.set(podIx, { startedAtUs: now, token });
  }

  #cancel(podIx: PodIx, out: Outbox): void {
    const timer = this.#timers.get(podIx);
    if (timer === undefined) return;
    this.#timers.delete(podIx);
    out.withdraw(timer.token);
    out.record(podEvictionCancelled, podIx, {});
  }

  #evict(podIx: PodIx, now: SimTime, out: Outbox): void {
    const pod = this.#plane.world.pods.at(podIx);
    if (pod === undefined || pod.deletion !== null) return;
    out.record(podDisruptionTargeted, podIx, { reason: "DeletionByTaintManager", message: MESSAGE });
    requestDeletion(pod, now, "taint-eviction-controller", out);
  }
}

export const taintEvictionActor = (plane: ControlPlane): Actor => new TaintEviction(plane);
