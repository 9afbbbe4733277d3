// The node lifecycle controller: gives up nodes that went silent, keeps the taints that follow from a node's conditions,
// and has lost nodes wait for their NoExecute taints. Its passes are computed, and made only when one would change
// something.
import {
  conditionTaintChanges,
  isConditionTaint,
  isReady,
  nodeReadyChanged,
  nodeTainted,
  nodeUntainted,
  podMarkedNotReady,
  zoneKeyOf,
  EXCLUDE_DISRUPTION_LABEL,
  NOT_READY_TAINT,
  UNREACHABLE_TAINT,
} from "@podsim/core";
import type { Duration, Envelope, NodeIx, NodeState, NodeTainted, SimTime } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "../actor.js";
import { RANK } from "../actor.js";
import { apiDelayUs } from "../api-delay.js";
import { sample } from "../engine/distribution.js";
import { Heartbeats } from "../node-health/heartbeat.js";
import { clearLossTaints, hasNoExecute, isLossTaint, putLossTaint } from "../node-health/loss-taints.js";
import { noFindings, Zones } from "../node-health/zones.js";
import type { ZoneFindings } from "../node-health/zones.js";
import { ZoneTaints } from "../node-health/zone-taints.js";
import { hearsOf } from "../hearing.js";

/** A machine that works again has its kubelet post a status within this time. */
const RETURN_MAX_US: Duration = SECOND;

type Plan =
  | { readonly kind: "pass" }
  | { readonly kind: "queue"; readonly zone: string }
  | { readonly kind: "condition-taints"; readonly nodeIx: NodeIx }
  | { readonly kind: "kubelet-returns"; readonly nodeIx: NodeIx };

type NodeLifecycleIntention = Intention & Plan;

interface Planned {
  readonly atUs: SimTime;
  readonly token: Token;
}

/** Types of the facts it goes by. */
const HEARD = [
  "NodeAdded",
  "NodeRemoved",
  "NodeFailed",
  "NodeRecovered",
  "NodeReadyChanged",
  "NodeTainted",
  "NodeUntainted",
  "NodePressureChanged",
  "NodeCordoned",
  "NodeUncordoned",
  "NodeRelabelled",
] as const;
const HEARS = hearsOf(HEARD);

class NodeLifecycle implements Actor {
  readonly name = "node-lifecycle-controller";
  readonly rank = RANK.nodeLifecycle;
  readonly hears = HEARS;
  readonly #plane: ControlPlane;
  readonly #heartbeats: Heartbeats;
  readonly #zones = new Zones();
  readonly #zoneTaints: ZoneTaints;
  /** Of nodes whose kubelet is silent: when they are given up. */
  readonly #lostAtUs = new Map<NodeIx, SimTime>();
  /** When a kubelet last began to speak again. */
  readonly #speaksSinceUs = new Map<NodeIx, SimTime>();
  readonly #returnCounts = new Map<NodeIx, number>();
  readonly #notReady = new Set<NodeIx>();
  readonly #taintsPending = new Set<NodeIx>();
  readonly #taintSyncCounts = new Map<NodeIx, number>();
  #plannedPass: Planned | null = null;

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#heartbeats = new Heartbeats((stream, entity) => plane.draw(stream, entity, 0));
    this.#zoneTaints = new ZoneTaints(plane, this.#zones, (zone, at, out) =>
      this.#plan(at, { kind: "queue", zone }, out),
    );
  }

  react(fact: Envelope, out: Outbox): void {
    const nodeIx = fact.subject as NodeIx;
    switch (fact.definition.type as (typeof HEARD)[number]) {
      case "NodeAdded":
        return this.#nodeAdded(nodeIx, fact.at, out);
      case "NodeRemoved":
        return this.#nodeRemoved(nodeIx, fact.at, out);
      case "NodeFailed":
        return this.#nodeFailed(nodeIx, fact.at, out);
      case "NodeRecovered":
        return this.#nodeRecovered(nodeIx, fact.at, out);
      case "NodeReadyChanged":
        return this.#readyChanged(nodeIx, fact.at, out);
      case "NodeTainted":
      case "NodeUntainted":
        return this.#taintsChanged(nodeIx, fact.data as Omit<NodeTainted, "value">, fact.at, out);
      case "NodePressureChanged":
      case "NodeCordoned":
      case "NodeUncordoned":
        return this.#checkConditionTaints(nodeIx, fact.at, out);
      case "NodeRelabelled":
        return this.#passIfNotNormal(fact.at, out);
    }
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const plan = intention as NodeLifecycleIntention;
    switch (plan.kind) {
      case "pass":
        this.#plannedPass = null;
        return this.#pass(now, out);
      case "queue":
        return this.#zoneTaints.taintNext(plan.zone, now, out);
      case "condition-taints":
        this.#taintsPending.delete(plan.nodeIx);
        return this.#keepConditionTaints(plan.nodeIx, out);
      case "kubelet-returns":
        return this.#kubeletReturns(plan.nodeIx, out);
    }
  }

  // Facts.

  #nodeAdded(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    this.#speaksSinceUs.set(nodeIx, at);
    this.#checkConditionTaints(nodeIx, at, out);
    if (node?.taints.some(isLossTaint) === true) this.#planPass(this.#heartbeats.passAfter(at), out);
    else this.#passIfNotNormal(at, out);
  }

  #nodeRemoved(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    this.#lostAtUs.delete(nodeIx);
    this.#notReady.delete(nodeIx);
    this.#speaksSinceUs.delete(nodeIx);
    this.#passIfNotNormal(at, out);
  }

  #nodeFailed(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined) return;
    const lostAtUs = this.#heartbeats.lostAt(node, this.#speaksSinceUs.get(nodeIx) ?? node.addedAtUs, at);
    this.#lostAtUs.set(nodeIx, lostAtUs);
    if (node.ready !== "Unknown") this.#planPass(lostAtUs, out);
  }

  #nodeRecovered(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined) return;
    this.#lostAtUs.delete(nodeIx);
    const n = this.#returnCounts.get(nodeIx) ?? 0;
    this.#returnCounts.set(nodeIx, n + 1);
    const returnsAtUs = at + Math.floor(this.#plane.draw("node/return", node.name, n) * RETURN_MAX_US);
    this.#speaksSinceUs.set(nodeIx, returnsAtUs);
    if (node.ready !== "True") this.#plan(returnsAtUs, { kind: "kubelet-returns", nodeIx }, out);
  }

  #readyChanged(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined) return;
    if (node.ready === "True") this.#notReady.delete(nodeIx);
    else this.#notReady.add(nodeIx);
    this.#checkConditionTaints(nodeIx, at, out);
    this.#planPass(this.#heartbeats.passAfter(at), out);
  }

  #taintsChanged(nodeIx: NodeIx, taint: Omit<NodeTainted, "value">, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined) return;
    if (isConditionTaint(taint)) this.#checkConditionTaints(nodeIx, at, out);
    if (!isLossTaint(taint)) return;
    // Right if it is there and the node is not ready, or the reverse; anything else is put right by the next pass.
    const isRight = hasNoExecute(node, taint.key) !== (node.ready === "True");
    if (!isRight) this.#planPass(this.#heartbeats.passAfter(at), out);
  }

  /** While every node is ready and every zone normal, a pass more finds what the last one found. */
  #passIfNotNormal(at: SimTime, out: Outbox): void {
    if (this.#notReady.size > 0 || !this.#zones.areNormal) this.#planPass(this.#heartbeats.passAfter(at), out);
  }

  #checkConditionTaints(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined || this.#taintsPending.has(nodeIx)) return;
    const { add, remove } = conditionTaintChanges(node);
    if (add.length === 0 && remove.length === 0) return;
    this.#taintsPending.add(nodeIx);
    this.#plan(at + this.#syncLatency(node), { kind: "condition-taints", nodeIx }, out);
  }

  #syncLatency(node: NodeState): Duration {
    const distribution = this.#plane.settings.latencies.controllerSync;
    const n = this.#taintSyncCounts.get(node.ix) ?? 0;
    this.#taintSyncCounts.set(node.ix, n + 1);
    const entity = `${this.name}/${node.name}`;
    const isFixed = distribution.kind === "constant";
    const usualUs = isFixed
      ? distribution.value
      : sample(distribution, this.#plane.draw("latency/controllerSync", entity, n));
    return usualUs + apiDelayUs(this.#plane, "controllerSync", entity, n);
  }

  // Intentions.

  #keepConditionTaints(nodeIx: NodeIx, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined) return;
    const { add, remove } = conditionTaintChanges(node);
    for (const { key, value, effect } of add) out.record(nodeTainted, nodeIx, { key, value, effect });
    for (const { key, effect } of remove) out.record(nodeUntainted, nodeIx, { key, effect });
  }

  #kubeletReturns(nodeIx: NodeIx, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined || node.failure !== null || node.ready === "True") return;
    out.record(nodeReadyChanged, nodeIx, { status: "True", reason: "KubeletReady" });
  }

  #pass(now: SimTime, out: Outbox): void {
    const found = new Map<string, ZoneFindings>();
    const swaps: (() => void)[] = [];
    for (const node of this.#plane.world.nodes.values()) {
      const zone = zoneKeyOf(node.labels);
      let findings = found.get(zone);
      if (findings === undefined) found.set(zone, (findings = noFindings()));
      const isReadyStill = this.#watch(node, now, out);
      if (!Object.hasOwn(node.labels, EXCLUDE_DISRUPTION_LABEL)) {
        if (isReadyStill) findings.readyCount += 1;
        else findings.notReadyCount += 1;
      }
      if (this.#wantsLossTaint(node, swaps, out)) findings.candidates.push(node.ix);
    }
    const turn = this.#zones.judge(found, now);
    if (turn === "all-lost") this.#zoneTaints.spareAll(out);
    else for (const swap of swaps) swap();
    if (turn === "some-returned") this.#startGraceAnew(now);
    this.#zoneTaints.planAll(now, out);
    this.#planNextLoss(now, out);
  }

  /** Gives the node up if it has been silent for too long; whether it is ready after that. */
  #watch(node: NodeState, now: SimTime, out: Outbox): boolean {
    const lostAtUs = this.#lostAtUs.get(node.ix);
    if (lostAtUs === undefined || lostAtUs > now || node.ready === "Unknown") return node.ready === "True";
    out.record(nodeReadyChanged, node.ix, { status: "Unknown", reason: "NodeStatusUnknown" });
    if (node.ready === "True") this.#markPodsNotReady(node, out);
    return false;
  }

  #markPodsNotReady(node: NodeState, out: Outbox): void {
    const { pods } = this.#plane.world;
    for (const podIx of pods.onNode(node.ix)) {
      const pod = pods.at(podIx);
      if (pod !== undefined && isReady(pod)) out.record(podMarkedNotReady, podIx, {});
    }
  }

  /**
   * Whether the node is to wait for a NoExecute taint, by its condition as it was before this pass. A ready node loses
   * those it has at once; where it is the wrong one of the two there will be a swap, without waiting.
   */
  #wantsLossTaint(node: NodeState, swaps: (() => void)[], out: Outbox): boolean {
    if (node.ready === "True") {
      clearLossTaints(node, out);
      return false;
    }
    const [right, wrong] =
      node.ready === "False" ? [NOT_READY_TAINT, UNREACHABLE_TAINT] : [UNREACHABLE_TAINT, NOT_READY_TAINT];
    if (hasNoExecute(node, wrong)) {
      swaps.push(() => {
        putLossTaint(node, right, wrong, out);
      });
      return false;
    }
    return !hasNoExecute(node, right);
  }

  /** Some answer again, so the others are given their time to. */
  #startGraceAnew(now: SimTime): void {
    const earliestUs = this.#heartbeats.lostWhenSeenAt(now);
    for (const [nodeIx, lostAtUs] of this.#lostAtUs) {
      if (lostAtUs > now) this.#lostAtUs.set(nodeIx, Math.max(lostAtUs, earliestUs));
    }
  }

  // Plans.

  #plan(at: SimTime, plan: Plan, out: Outbox): Token {
    const intention: NodeLifecycleIntention = { actor: this, ...plan };
    return out.plan(at, intention);
  }

  /** Plans a pass, unless one is planned that is not later. */
  #planPass(at: SimTime, out: Outbox): void {
    const planned = this.#plannedPass;
    if (planned !== null) {
      if (planned.atUs <= at) return;
      out.withdraw(planned.token);
    }
    this.#plannedPass = { atUs: at, token: this.#plan(at, { kind: "pass" }, out) };
  }

  #planNextLoss(now: SimTime, out: Outbox): void {
    let first = NEVER;
    for (const [nodeIx, lostAtUs] of this.#lostAtUs) {
      if (lostAtUs > now && lostAtUs < first && this.#plane.world.nodes.at(nodeIx)?.ready !== "Unknown")
        first = lostAtUs;
    }
    if (first !== NEVER) this.#planPass(first, out);
  }
}

export const nodeLifecycleActor = (plane: ControlPlane): Actor => new NodeLifecycle(plane);
