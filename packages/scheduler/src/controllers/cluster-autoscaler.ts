// Cluster Autoscaler: every 10 s it looks for pods that found no node and asks for nodes that would hold them, or for nodes
// that nobody has needed for a while and takes them away. A look that would find what the last one found is not made.
import { nodeAutoscalerNoted, specOf } from "@podsim/core";
import type { Envelope, NodeIx, PodIx, PodState, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "../actor.js";
import { RANK } from "../actor.js";
import { LiveView } from "../cluster/live-view.js";
import { nextAfterOnGrid } from "../engine/grid.js";
import { lasting } from "../hearing.js";
import { balance, chooseOption, isSimilar } from "../node-autoscaling/expander.js";
import type { ExpansionOption } from "../node-autoscaling/expander.js";
import type { ClusterAutoscalerSettings } from "../node-autoscaling/node-group.js";
import { NodeGroups } from "../node-autoscaling/node-groups.js";
import type { Upcoming } from "../node-autoscaling/node-groups.js";
import { ScaleDown } from "../node-autoscaling/scale-down.js";
import type { Deletion } from "../node-autoscaling/scale-down.js";
import { ScaleUp } from "../node-autoscaling/scale-up.js";
import type { Reasons } from "../node-autoscaling/scale-up.js";
import { simulatedProfile } from "../node-autoscaling/simulated-profile.js";

const FROM = "cluster-autoscaler";
const STATUS = { kind: "ConfigMap", namespace: "kube-system", name: "cluster-autoscaler-status" } as const;
/** Pods less important than this get no node made for them. */
const EXPENDABLE_BELOW = -10;
/** Where all pods are younger than this, more of them may be about to come. */
const YOUNG_US = 2 * SECOND;

type Plan =
  | { readonly kind: "scan" }
  | { readonly kind: "arrive"; readonly upcoming: Upcoming }
  | { readonly kind: "delete"; readonly deletion: Deletion };

type AutoscalerIntention = Intention & Plan;

/** Facts after which another look may find something else. */
const STIRRING: ReadonlySet<string> = new Set([
  "PodSchedulingFailed",
  "PodBound",
  "PodRemoved",
  "PodDeletionRequested",
  "NodeAdded",
  "NodeRemoved",
  "NodeReadyChanged",
  "NodeUncordoned",
  "NodeUntainted",
  "BudgetStatusUpdated",
]);

const HEARS = lasting(({ type, entity }) => STIRRING.has(type) || (entity !== "pod" && entity !== "node"));

const plural = (reasons: Reasons): string =>
  [...reasons]
    .map(([reason, count]) => `${String(count)} ${reason}`)
    .sort()
    .join(", ");

class ClusterAutoscaler implements Actor {
  readonly name = "cluster-autoscaler";
  readonly rank = RANK.clusterAutoscaler;
  readonly hears = HEARS;
  readonly #plane: ControlPlane;
  readonly #settings: ClusterAutoscalerSettings;
  readonly #view: LiveView;
  readonly #groups: NodeGroups;
  readonly #up: ScaleUp;
  readonly #down: ScaleDown;
  readonly #phaseUs: SimTime;
  readonly #unschedulable = new Set<PodIx>();
  /** What each pod was told last. */
  readonly #told = new Map<PodIx, string>();
  #planned: { readonly atUs: SimTime; readonly token: Token } | null = null;
  #scanCount = 0;

  constructor(plane: ControlPlane, settings: ClusterAutoscalerSettings) {
    this.#plane = plane;
    this.#settings = settings;
    this.#view = new LiveView(plane.world);
    const profile = simulatedProfile(plane.settings);
    this.#groups = new NodeGroups(plane, settings.groups);
    this.#up = new ScaleUp(plane, this.#view, profile, this.#groups, settings);
    this.#down = new ScaleDown(plane, this.#view, profile, this.#groups, settings);
    this.#phaseUs = Math.floor(plane.draw("cluster-autoscaler/scan", "", 0) * settings.scanIntervalUs);
  }

  react(fact: Envelope, out: Outbox): void {
    this.#view.observe(fact);
    const { type } = fact.definition;
    if (!STIRRING.has(type)) return;
    this.#note(type, fact.subject);
    this.#planScan(nextAfterOnGrid(fact.at, this.#phaseUs, this.#settings.scanIntervalUs), out);
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const plan = intention as AutoscalerIntention;
    switch (plan.kind) {
      case "scan":
        this.#planned = null;
        return this.#scan(now, out);
      case "arrive":
        return this.#groups.arrive(plan.upcoming, out);
      case "delete":
        return this.#step(plan.deletion, now, out);
    }
  }

  #note(type: string, subject: number): void {
    if (type === "PodSchedulingFailed") this.#unschedulable.add(subject as PodIx);
    else if (type === "PodBound" || type === "PodRemoved" || type === "PodDeletionRequested") {
      this.#unschedulable.delete(subject as PodIx);
      this.#told.delete(subject as PodIx);
    } else if (type === "NodeAdded") {
      const node = this.#plane.world.nodes.at(subject as NodeIx);
      if (node !== undefined) this.#groups.joined(node);
    } else if (type === "NodeRemoved") {
      this.#groups.left(subject);
      this.#down.forget(subject as NodeIx);
    }
  }

  #plan(at: SimTime, plan: Plan, out: Outbox): Token {
    const intention: AutoscalerIntention = { actor: this, ...plan };
    return out.plan(at, intention);
  }

  #planScan(at: SimTime, out: Outbox): void {
    if (this.#planned !== null) {
      if (this.#planned.atUs <= at) return;
      out.withdraw(this.#planned.token);
    }
    this.#planned = { atUs: at, token: this.#plan(at, { kind: "scan" }, out) };
  }

  /** The first look at or after `at`. */
  #planScanFrom(at: SimTime, out: Outbox): void {
    this.#planScan(nextAfterOnGrid(Math.max(0, at - 1), this.#phaseUs, this.#settings.scanIntervalUs), out);
  }

  #scan(now: SimTime, out: Outbox): void {
    if (this.#scanCount === 0) this.#groups.define(out);
    this.#scanCount += 1;
    const next = now + this.#settings.scanIntervalUs;
    if (this.#giveUpLate(now, out)) this.#planScanFrom(next, out);
    const pods = this.#waiting();
    if (pods.length > 0 && pods.every((pod) => now - pod.identity.createdAtUs < YOUNG_US)) {
      return this.#planScanFrom(next, out);
    }
    if (this.#tryScaleUp(pods, now, out)) return this.#planScanFrom(next, out);
    this.#scaleDown(now, out);
    const wakes = [this.#down.nextChangeUs(now), this.#groups.nextReturnUs(now), this.#nextLateUs()];
    for (const at of wakes) if (at !== null) this.#planScanFrom(Math.max(at, now + 1), out);
  }

  /** Pods that found no node and may have one made for them. */
  #waiting(): readonly PodState[] {
    const waiting: PodState[] = [];
    for (const ix of [...this.#unschedulable].sort((a, b) => a - b)) {
      const pod = this.#plane.world.pods.at(ix);
      if (pod === undefined || pod.binding !== null || pod.deletion !== null) continue;
      if (pod.identity.owner?.kind === "DaemonSet" || specOf(pod).priority < EXPENDABLE_BELOW) continue;
      if (pod.status.nominatedNodeName === "") waiting.push(pod);
    }
    return [...waiting, ...this.#down.displaced()];
  }

  // Machines that do not come.

  #nextLateUs(): SimTime | null {
    const late = this.#groups.upcoming.map(({ requestedAtUs }) => requestedAtUs + this.#settings.maxNodeProvisionUs);
    return late.length === 0 ? null : Math.min(...late);
  }

  #giveUpLate(now: SimTime, out: Outbox): boolean {
    let gaveUp = false;
    const { maxNodeProvisionUs } = this.#settings;
    for (const group of this.#groups.groups) {
      const mine = this.#groups.upcoming.filter((one) => one.group === group);
      const refused = mine.filter(({ isRefused }) => isRefused);
      const late = mine.filter(
        ({ isRefused, requestedAtUs }) => !isRefused && requestedAtUs + maxNodeProvisionUs <= now,
      );
      if (refused.length + late.length === 0) continue;
      gaveUp = true;
      const minutes = `${String(maxNodeProvisionUs / (60 * SECOND))}m0s`;
      const [reason, message] =
        refused.length > 0
          ? ["FailedToScaleUpGroup", `Scale-up failed for group ${group.name}: out of capacity`]
          : ["ScaleUpTimedOut", `Nodes added to group ${group.name} failed to register within ${minutes}`];
      out.record(nodeAutoscalerNoted, 0, { from: FROM, type: "Warning", reason, message, ...STATUS });
      this.#groups.fail(group, [...refused, ...late], now, out);
    }
    return gaveUp;
  }

  // More.

  #tryScaleUp(pods: readonly PodState[], now: SimTime, out: Outbox): boolean {
    if (pods.length === 0) return false;
    const homeless = this.#up.homeless(pods, this.#down.leaving());
    if (homeless.length === 0) return false;
    const { options, refused } = this.#up.plan(homeless, now);
    for (const { pod, reasons } of refused) this.#refuse(pod, reasons, out);
    const u = this.#plane.draw("cluster-autoscaler/expander", "", this.#scanCount);
    const option = chooseOption(options, this.#settings.expanders, u);
    if (option === null) return false;
    this.#grow(option, now, out);
    this.#down.scaledUp(now);
    return true;
  }

  #refuse({ identity }: PodState, reasons: Reasons, out: Outbox): void {
    const why = plural(reasons);
    const message = `pod didn't trigger scale-up: ${why}`;
    if (this.#told.get(identity.ix) === message) return;
    this.#told.set(identity.ix, message);
    const about = { kind: "Pod", namespace: identity.namespace, name: identity.name };
    out.record(nodeAutoscalerNoted, 0, { from: FROM, type: "Normal", reason: "NotTriggerScaleUp", message, ...about });
  }

  #grow({ group, nodeCount, pods }: ExpansionOption, now: SimTime, out: Outbox): void {
    const alike = this.#settings.balancesSimilarGroups
      ? this.#groups.groups.filter((other) => isSimilar(group, other) && !this.#groups.isBackedOff(other, now))
      : [];
    const sizes = [group, ...alike].map((one) => ({ group: one, size: this.#groups.sizeOf(one) }));
    const shares = balance(sizes, nodeCount);
    const note = (type: "Normal" | "Warning", reason: string, message: string, about: typeof STATUS | PodRef): void => {
      out.record(nodeAutoscalerNoted, 0, { from: FROM, type, reason, message, ...about });
    };
    for (const { group: one, from, to } of shares) {
      const sizeText = `${String(to)} instead of ${String(from)} (max: ${String(one.max)})`;
      note("Normal", "ScaledUpGroup", `Scale-up: setting group ${one.name} size to ${sizeText}`, STATUS);
      for (const upcoming of this.#groups.grow(one, to - from, pods.length, now, out)) {
        if (upcoming.arrivesAtUs !== null) this.#plan(upcoming.arrivesAtUs, { kind: "arrive", upcoming }, out);
      }
    }
    const texts = shares.map(
      ({ group: one, from, to }) => `{${one.name} ${String(from)}->${String(to)} (max: ${String(one.max)})}`,
    );
    for (const { identity } of pods) {
      const about: PodRef = { kind: "Pod", namespace: identity.namespace, name: identity.name };
      this.#told.delete(identity.ix);
      note("Normal", "TriggeredScaleUp", `pod triggered scale-up: [${texts.join(" ")}]`, about);
    }
  }

  // Less.

  #scaleDown(now: SimTime, out: Outbox): void {
    if (!this.#settings.scalesDown) return;
    for (const deletion of this.#down.look(now)) {
      this.#down.begin(deletion, out);
      this.#plan(now + this.#down.taintDelayUs, { kind: "delete", deletion }, out);
    }
  }

  #step(deletion: Deletion, now: SimTime, out: Outbox): void {
    const againUs = this.#down.step(deletion, now, out);
    if (againUs !== null) this.#plan(againUs, { kind: "delete", deletion }, out);
  }
}

interface PodRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Nodes that a scenario has an autoscaler for; null where it has none. */
export const clusterAutoscalerActor = (plane: ControlPlane): Actor | null => {
  const settings = plane.settings.clusterAutoscaler;
  return settings === undefined ? null : new ClusterAutoscaler(plane, settings);
};
