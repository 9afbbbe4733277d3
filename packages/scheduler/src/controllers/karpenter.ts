// Karpenter: buys machines for pods that wait, a second after the last of them came, and disrupts nodes that are empty,
// drifted or dearer than they need to be, within budgets; nodes that are too old, or taken back by their cloud, go
// whatever the budgets say.
import { nodeRemoved, nodeTainted } from "@podsim/core";
import type { Duration, Envelope, NodeIx, NodeState, PodBound, PodIx, SimTime } from "@podsim/core";
import { MINUTE, NEVER, SECOND } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "../actor.js";
import { RANK } from "../actor.js";
import { evictPod } from "../api-server/evict-pod.js";
import { LiveView } from "../cluster/live-view.js";
import { DISRUPTED_TAINT } from "../cluster/passing-taints.js";
import { nextAfterOnGrid } from "../engine/grid.js";
import { lasting } from "../hearing.js";
import { nextWindowUs } from "../node-autoscaling/karpenter/budgets.js";
import { nextSupplyUs } from "../node-autoscaling/karpenter/claims.js";
import { Disruption } from "../node-autoscaling/karpenter/disruption.js";
import type { Command, PoolNode } from "../node-autoscaling/karpenter/disruption.js";
import { POOL_LABEL } from "../node-autoscaling/karpenter/node-pool.js";
import type { KarpenterSettings, NodePool } from "../node-autoscaling/karpenter/node-pool.js";
import { noteKarpenter } from "../node-autoscaling/karpenter/note.js";
import { Provisioner } from "../node-autoscaling/karpenter/provisioner.js";
import type { ProvisionerPlan } from "../node-autoscaling/karpenter/provisioner.js";
import { movingPods } from "../node-autoscaling/removable.js";
import { simulatedProfile } from "../node-autoscaling/simulated-profile.js";
import { DEFAULT_CLOCK_START_US } from "../settings.js";

const TAINT = { key: DISRUPTED_TAINT, value: "", effect: "NoSchedule" } as const;
const LOOK_PERIOD_US: Duration = 10 * SECOND;
const VALIDATION_US: Duration = 15 * SECOND;
const DRAIN_POLL_US: Duration = 2 * SECOND;
const DRIFT_CHECK_US: Duration = 5 * MINUTE;

/** Something that goes on: nodes that are to go, once what takes their place is there. */
interface Execution {
  readonly command: Command;
  /** null = nothing is waited for (any more). */
  awaits: string | null;
}

type Plan =
  | ProvisionerPlan
  | { readonly kind: "look" }
  | { readonly kind: "validate"; readonly command: Command }
  | { readonly kind: "expire"; readonly nodeIx: NodeIx }
  | { readonly kind: "interrupt"; readonly nodeIx: NodeIx }
  | { readonly kind: "drift"; readonly nodeIx: NodeIx }
  | { readonly kind: "drain"; readonly nodeIx: NodeIx };

type KarpenterIntention = Intention & Plan;

const STIRRING: ReadonlySet<string> = new Set([
  "PodSchedulingFailed",
  "PodBound",
  "PodRemoved",
  "PodDeletionRequested",
  "NodeAdded",
  "NodeRemoved",
  "NodeReadyChanged",
  "NodeReclaimNoticed",
  "BudgetStatusUpdated",
]);

const HEARS = lasting(({ type, entity }) => STIRRING.has(type) || (entity !== "pod" && entity !== "node"));

class Karpenter implements Actor {
  readonly name = "karpenter";
  readonly rank = RANK.clusterAutoscaler;
  readonly hears = HEARS;
  readonly #plane: ControlPlane;
  readonly #settings: KarpenterSettings;
  readonly #view: LiveView;
  readonly #provisioner: Provisioner;
  readonly #disruption: Disruption;
  readonly #startUs: number;
  readonly #podEventUs = new Map<NodeIx, SimTime>();
  readonly #drifted = new Set<NodeIx>();
  /** Nodes that are drained. */
  readonly #leaving = new Map<NodeIx, ReadonlySet<PodIx>>();
  readonly #executions = new Set<Execution>();
  #lookToken: Token | null = null;
  #lookAtUs: SimTime = NEVER;
  #validating: Command | null = null;

  constructor(plane: ControlPlane, settings: KarpenterSettings) {
    this.#plane = plane;
    this.#settings = settings;
    this.#view = new LiveView(plane.world);
    const profile = simulatedProfile(plane.settings);
    this.#provisioner = new Provisioner(plane, settings, this.#view, profile, {
      plan: (at, plan, out) => this.#plan(at, plan, out),
      busy: () => this.#busy(),
      leaving: () => this.#leaving.keys(),
      poolNodes: () => this.#poolNodes(),
    });
    this.#startUs = plane.settings.clockStartUs ?? DEFAULT_CLOCK_START_US;
    this.#disruption = new Disruption(plane, this.#view, profile, settings.pools, this.#startUs);
  }

  react(fact: Envelope, out: Outbox): void {
    this.#view.observe(fact);
    const { type } = fact.definition;
    if (!STIRRING.has(type)) return;
    switch (type) {
      case "PodSchedulingFailed":
        return this.#provisioner.podWaits(fact.subject as PodIx, fact.at, out);
      case "PodBound":
        this.#provisioner.podSettled(fact.subject as PodIx);
        this.#podEventUs.set((fact.data as PodBound).nodeIx as NodeIx, fact.at);
        break;
      case "PodRemoved":
        this.#provisioner.podSettled(fact.subject as PodIx);
        break;
      case "PodDeletionRequested": {
        this.#provisioner.podSettled(fact.subject as PodIx);
        const binding = this.#plane.world.pods.at(fact.subject)?.binding;
        if (binding != null) this.#podEventUs.set(binding.nodeIx, fact.at);
        break;
      }
      case "NodeAdded":
        this.#joined(fact.subject as NodeIx, fact.at, out);
        break;
      case "NodeReclaimNoticed":
        return this.#noticed(fact.subject as NodeIx, fact.at, out);
      case "NodeRemoved":
        this.#leaving.delete(fact.subject as NodeIx);
        this.#drifted.delete(fact.subject as NodeIx);
        this.#podEventUs.delete(fact.subject as NodeIx);
    }
    this.#planLook(fact.at, out);
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const plan = intention as KarpenterIntention;
    switch (plan.kind) {
      case "solve":
        return this.#provisioner.solve(now, out);
      case "arrive":
        return this.#provisioner.arrive(plan.coming, out);
      case "look":
        this.#lookToken = null;
        this.#lookAtUs = NEVER;
        return this.#look(now, out);
      case "validate":
        return this.#validate(plan.command, now, out);
      case "drift":
        this.#drifted.add(plan.nodeIx);
        return this.#planLook(now, out);
      case "expire":
        return this.#endNode(plan.nodeIx, "Expired/Delete", now, out);
      case "interrupt":
        return this.#endNode(plan.nodeIx, "SpotInterrupted/Delete", now, out);
      case "drain":
        return this.#drain(plan.nodeIx, now, out);
    }
  }

  #plan(at: SimTime, plan: Plan, out: Outbox): Token {
    const intention: KarpenterIntention = { actor: this, ...plan };
    return out.plan(at, intention);
  }

  #joined(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    const pool = node === undefined ? undefined : this.#poolOf(node);
    if (node === undefined || pool === undefined) return;
    this.#provisioner.joined(pool, node.name);
    this.#podEventUs.set(nodeIx, at);
    if (pool.expireAfterUs !== null) this.#plan(at + pool.expireAfterUs, { kind: "expire", nodeIx }, out);
    if (pool.driftsAtUs !== null && at <= pool.driftsAtUs) {
      const seenUs = Math.floor(this.#plane.draw("karpenter/drift", node.name, 0) * DRIFT_CHECK_US);
      this.#plan(pool.driftsAtUs + seenUs, { kind: "drift", nodeIx }, out);
    }
    for (const execution of this.#executions) {
      if (execution.awaits !== node.name) continue;
      execution.awaits = null;
      this.#executions.delete(execution);
      for (const { node: old } of execution.command.nodes) this.#beginDrain(old.ix, at, out);
    }
  }

  // Nodes that need not be.

  #poolOf({ labels }: NodeState): NodePool | undefined {
    const name = labels[POOL_LABEL];
    return name === undefined ? undefined : this.#settings.pools.find((pool) => pool.name === name);
  }

  #poolNodes(): readonly PoolNode[] {
    const found: PoolNode[] = [];
    for (const node of this.#plane.world.nodes.values()) {
      const pool = this.#poolOf(node);
      const offering = pool?.offerings.find(({ template }) => isOf(node, template.metadata.labels));
      if (pool === undefined || offering === undefined) continue;
      const podEventUs = this.#podEventUs.get(node.ix) ?? node.addedAtUs;
      found.push({ node, pool, offering, podEventUs, hasDrifted: this.#drifted.has(node.ix) });
    }
    return found;
  }

  #busy(): ReadonlySet<NodeIx> {
    const busy = new Set<NodeIx>(this.#leaving.keys());
    for (const { command } of this.#executions) for (const { node } of command.nodes) busy.add(node.ix);
    return busy;
  }

  #planLook(at: SimTime, out: Outbox): void {
    const lookUs = nextAfterOnGrid(at, 0, LOOK_PERIOD_US);
    if (lookUs >= this.#lookAtUs) return;
    if (this.#lookToken !== null) out.withdraw(this.#lookToken);
    this.#lookAtUs = lookUs;
    this.#lookToken = this.#plan(lookUs, { kind: "look" }, out);
  }

  #look(now: SimTime, out: Outbox): void {
    if (this.#validating !== null) return;
    const nodes = this.#poolNodes();
    const command = this.#disruption.next(nodes, this.#busy(), now);
    if (command !== null) {
      if (command.reason === "Drifted") {
        this.#execute(command, now, out);
        return this.#planLook(now, out);
      }
      this.#validating = command;
      this.#plan(now + VALIDATION_US, { kind: "validate", command }, out);
      return;
    }
    // What time alone may change: nodes that become consolidatable, windows of budgets.
    let next = NEVER;
    for (const { pool, podEventUs } of nodes) {
      const dueUs = podEventUs + (pool.consolidateAfterUs ?? NEVER);
      if (dueUs > now) next = Math.min(next, dueUs);
    }
    for (const pool of this.#settings.pools) {
      if (nodes.length > 0) next = Math.min(next, nextWindowUs(pool, this.#startUs, now), nextSupplyUs(pool, now));
    }
    if (next < NEVER) this.#planLook(Math.max(now, next - 1), out);
  }

  #validate(command: Command, now: SimTime, out: Outbox): void {
    this.#validating = null;
    if (this.#disruption.holds(command, this.#poolNodes(), this.#busy(), now)) this.#execute(command, now, out);
    this.#planLook(now, out);
  }

  #execute(command: Command, now: SimTime, out: Outbox): void {
    const { nodes, reason, replacement } = command;
    const what = replacement === null ? "Delete" : "Replace";
    for (const { node } of nodes) {
      out.record(nodeTainted, node.ix, TAINT);
      noteDisruption(`${reason}/${what}`, node, out);
    }
    if (replacement === null) {
      for (const { node } of nodes) this.#beginDrain(node.ix, now, out);
      return;
    }
    this.#executions.add({ command, awaits: this.#provisioner.launch(replacement, now, out) });
  }

  /** It hears of its own machines alone. */
  #noticed(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node !== undefined && this.#poolOf(node) !== undefined) this.#plan(at, { kind: "interrupt", nodeIx }, out);
  }

  /** Whatever the budgets of its pool say. */
  #endNode(nodeIx: NodeIx, how: string, now: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined || this.#leaving.has(nodeIx)) return;
    out.record(nodeTainted, nodeIx, TAINT);
    noteDisruption(how, node, out);
    this.#beginDrain(nodeIx, now, out);
  }

  // How they go.

  #beginDrain(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    if (this.#leaving.has(nodeIx)) return;
    this.#leaving.set(nodeIx, new Set());
    this.#plan(at, { kind: "drain", nodeIx }, out);
    if (movingPods(this.#plane.world, nodeIx).length > 0) this.#provisioner.wakeBatch(at, out);
  }

  /** One pod a step, because a budget that it spends shows only after that. */
  #drain(nodeIx: NodeIx, now: SimTime, out: Outbox): void {
    const node = this.#plane.world.nodes.at(nodeIx);
    const asked = this.#leaving.get(nodeIx);
    if (node === undefined || asked === undefined) return;
    const pods = movingPods(this.#plane.world, nodeIx);
    for (const pod of pods) {
      if (evictPod(pod, null, this.#plane.world, now, out).kind !== "allowed") continue;
      const { ix, namespace, name } = pod.identity;
      this.#leaving.set(nodeIx, new Set([...asked, ix]));
      noteKarpenter(out, "Normal", "Evicted", "Evicted pod: node is being disrupted", { kind: "Pod", namespace, name });
      return void this.#plan(now, { kind: "drain", nodeIx }, out);
    }
    const isEmpty = pods.length === 0 && ![...asked].some((ix) => this.#plane.world.pods.at(ix) !== undefined);
    if (!isEmpty) return void this.#plan(now + DRAIN_POLL_US, { kind: "drain", nodeIx }, out);
    out.record(nodeRemoved, nodeIx, {});
  }
}

/** `how`: "Drifted/Replace". */
const noteDisruption = (how: string, { name }: NodeState, out: Outbox): void => {
  const message = `Disrupting Node: ${how}`;
  noteKarpenter(out, "Normal", "DisruptionTerminating", message, { kind: "Node", namespace: "", name });
};

const TYPE_LABELS = ["node.kubernetes.io/instance-type", "topology.kubernetes.io/zone", "karpenter.sh/capacity-type"];

/** Whether the node is of the offering with these labels. */
const isOf = ({ labels }: NodeState, offered: NodeState["labels"]): boolean =>
  TYPE_LABELS.every((key) => labels[key] === offered[key]);

/** null where a scenario has no Karpenter. */
export const karpenterActor = (plane: ControlPlane): Actor | null => {
  const settings = plane.settings.karpenter;
  return settings === undefined ? null : new Karpenter(plane, settings);
};
