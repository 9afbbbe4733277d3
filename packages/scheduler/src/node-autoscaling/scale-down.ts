// Which nodes nobody needs, since when, and how they go: empty ones up to ten at a time, others one by one, drained.
import {
  nodeAutoscalerNoted,
  nodeCordoned,
  nodeRemoved,
  nodeTainted,
  nodeUncordoned,
  nodeUntainted,
} from "@podsim/core";
import type { Duration, NodeIx, NodeState, PodIx, PodState, SimTime } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import type { ControlPlane, Outbox } from "../actor.js";
import { evictPod } from "../api-server/evict-pod.js";
import type { LiveView } from "../cluster/live-view.js";
import { TO_BE_DELETED_TAINT } from "../cluster/passing-taints.js";
import type { Profile } from "../framework/profile.js";
import { Fitting } from "./fitting.js";
import type { ClusterAutoscalerSettings, NodeGroup } from "./node-group.js";
import type { NodeGroups } from "./node-groups.js";
import { blockerOf, movingPods, SCALE_DOWN_DISABLED, utilizationOf, wouldAllFit } from "./removable.js";

const FROM = "cluster-autoscaler";
const STATUS = { kind: "ConfigMap", namespace: "kube-system", name: "cluster-autoscaler-status" } as const;

const PARALLEL_MAX = 10;
const DRAINS_MAX = 1;
/** Nodes with pods that are looked at in one pass. */
const CANDIDATES_MAX = 30;
const EVICTION_RETRY_US: Duration = 10 * SECOND;
const POLL_US: Duration = 5 * SECOND;
const EVICTION_MAX_US: Duration = 2 * MINUTE;
const TERMINATION_MAX_US: Duration = 600 * SECOND;
const UNREMOVABLE_US: Duration = 5 * MINUTE;

export interface Deletion {
  readonly nodeIx: NodeIx;
  readonly group: NodeGroup;
  readonly isEmpty: boolean;
  readonly wasCordoned: boolean;
  /** When its pods were first asked to go; -1 before that. */
  drainingSinceUs: SimTime;
  readonly asked: Set<PodIx>;
}

interface Unneeded {
  readonly sinceUs: SimTime;
  readonly isEmpty: boolean;
}

const quoted = (name: string): string => JSON.stringify(name);

export class ScaleDown {
  /** From the taint to the first eviction, so that nobody is bound to the node meanwhile. */
  readonly taintDelayUs: Duration = 5 * SECOND;
  readonly #plane: ControlPlane;
  readonly #view: LiveView;
  readonly #profile: Profile;
  readonly #groups: NodeGroups;
  readonly #settings: ClusterAutoscalerSettings;
  readonly #unneeded = new Map<NodeIx, Unneeded>();
  /** Nodes that could not go, and when that is looked into again. */
  readonly #unremovable = new Map<NodeIx, SimTime>();
  readonly #deletions = new Map<NodeIx, Deletion>();
  #blockedUntilUs: SimTime = 0;

  constructor(
    plane: ControlPlane,
    view: LiveView,
    profile: Profile,
    groups: NodeGroups,
    settings: ClusterAutoscalerSettings,
  ) {
    this.#plane = plane;
    this.#view = view;
    this.#profile = profile;
    this.#groups = groups;
    this.#settings = settings;
  }

  scaledUp(now: SimTime): void {
    this.#blockedUntilUs = Math.max(this.#blockedUntilUs, now + this.#settings.delayAfterAddUs);
  }

  forget(nodeIx: NodeIx): void {
    this.#unneeded.delete(nodeIx);
    this.#unremovable.delete(nodeIx);
    this.#deletions.delete(nodeIx);
  }

  leaving(): ReadonlySet<NodeIx> {
    return new Set(this.#deletions.keys());
  }

  /** Pods of nodes that are being drained, which will need another one. */
  displaced(): readonly PodState[] {
    return [...this.#deletions.values()].flatMap(({ nodeIx, isEmpty }) =>
      isEmpty ? [] : movingPods(this.#plane.world, nodeIx),
    );
  }

  /** When a look could find more than this one, if nothing happens; null = never. */
  nextChangeUs(now: SimTime): SimTime | null {
    const { unneededUs } = this.#settings;
    const due = [...this.#unneeded.values()].map(({ sinceUs }) => Math.max(sinceUs + unneededUs, this.#blockedUntilUs));
    const again = [...this.#unremovable.values()];
    const later = [...due, ...again].filter((at) => at > now);
    return later.length === 0 ? null : Math.min(...later);
  }

  /** Which nodes are to go now. */
  look(now: SimTime): readonly Deletion[] {
    this.#update(now);
    if (now < this.#blockedUntilUs) return [];
    const chosen: Deletion[] = [];
    const leftOf = new Map(this.#groups.groups.map((group) => [group.name, this.#groups.sizeOf(group) - group.min]));
    let drains = [...this.#deletions.values()].filter(({ isEmpty }) => !isEmpty).length;
    const inOrder = [...this.#unneeded].sort(([, a], [, b]) => Number(b.isEmpty) - Number(a.isEmpty));
    for (const [nodeIx, { sinceUs, isEmpty }] of inOrder) {
      const node = this.#plane.world.nodes.at(nodeIx);
      const group = node === undefined ? undefined : this.#groups.groupOf(node);
      if (node === undefined || group === undefined) continue;
      const dueUs = sinceUs + (node.ready === "True" ? this.#settings.unneededUs : this.#settings.unreadyUs);
      if (dueUs > now || (leftOf.get(group.name) ?? 0) - this.#leavingOf(group) <= 0) continue;
      if (this.#deletions.size + chosen.length >= PARALLEL_MAX || (!isEmpty && drains >= DRAINS_MAX)) continue;
      if (!isEmpty) drains += 1;
      leftOf.set(group.name, (leftOf.get(group.name) ?? 0) - 1);
      chosen.push({
        ...{ nodeIx, group, isEmpty, wasCordoned: node.unschedulable },
        ...{ drainingSinceUs: -1, asked: new Set<PodIx>() },
      });
    }
    return chosen;
  }

  #leavingOf(group: NodeGroup): number {
    return [...this.#deletions.values()].filter((deletion) => deletion.group === group).length;
  }

  #update(now: SimTime): void {
    const { world } = this.#plane;
    const found = new Map<NodeIx, Unneeded>();
    const fitting = new Fitting(this.#view, this.#profile);
    const going = new Set<NodeIx>(this.#deletions.keys());
    let candidates = 0;
    for (const group of this.#groups.groups) {
      if (this.#groups.sizeOf(group) <= group.min) continue;
      for (const ix of this.#groups.membersOf(group)) {
        const node = world.nodes.at(ix as NodeIx);
        if (node === undefined || !this.#isCandidate(node, now)) continue;
        const pods = movingPods(world, node.ix);
        const sinceUs = this.#unneeded.get(node.ix)?.sinceUs ?? now;
        if (pods.length === 0) {
          found.set(node.ix, { sinceUs, isEmpty: true });
          going.add(node.ix);
          continue;
        }
        if (!this.#unneeded.has(node.ix)) candidates += 1;
        if (candidates > CANDIDATES_MAX) continue;
        if (!this.#couldGo(node.ix, pods, fitting, going, now)) continue;
        found.set(node.ix, { sinceUs, isEmpty: false });
        going.add(node.ix);
      }
    }
    this.#unneeded.clear();
    for (const [nodeIx, unneeded] of found) this.#unneeded.set(nodeIx, unneeded);
  }

  #isCandidate(node: NodeState, now: SimTime): boolean {
    if (this.#deletions.has(node.ix) || node.annotations[SCALE_DOWN_DISABLED] === "true") return false;
    if ((this.#unremovable.get(node.ix) ?? 0) > now) return false;
    this.#unremovable.delete(node.ix);
    return utilizationOf(this.#view, node) < this.#settings.utilizationThreshold;
  }

  #couldGo(
    nodeIx: NodeIx,
    pods: readonly PodState[],
    fitting: Fitting,
    going: ReadonlySet<NodeIx>,
    now: SimTime,
  ): boolean {
    const { world } = this.#plane;
    const isBlocked = pods.some((pod) => blockerOf(pod, world, this.#settings) !== null);
    const destinations = this.#view.nodes
      .order()
      .filter((node) => node !== nodeIx && !going.has(node) && world.nodes.at(node)?.ready === "True");
    if (!isBlocked && wouldAllFit(pods, fitting, destinations)) return true;
    this.#unremovable.set(nodeIx, now + UNREMOVABLE_US);
    return false;
  }

  // How they go.

  begin(deletion: Deletion, out: Outbox): void {
    const { nodeIx, isEmpty } = deletion;
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined) return;
    this.#deletions.set(nodeIx, deletion);
    this.#unneeded.delete(nodeIx);
    out.record(nodeTainted, nodeIx, { key: TO_BE_DELETED_TAINT, value: "", effect: "NoSchedule" });
    if (this.#settings.cordons && !node.unschedulable) out.record(nodeCordoned, nodeIx, {});
    const pods = movingPods(this.#plane.world, nodeIx);
    const names = pods.map(({ identity }) => identity.name).join(",");
    const percent = (utilizationOf(this.#view, node) * 100).toFixed(0);
    const message = isEmpty
      ? `Scale-down: removing empty node ${quoted(node.name)}`
      : `Scale-down: removing node ${quoted(node.name)}, utilization: ${percent}%, pods to reschedule: ${names}`;
    this.#note("Normal", isEmpty ? "ScaleDownEmpty" : "ScaleDown", message, STATUS, out);
    const about = { kind: "Node", namespace: "", name: node.name };
    this.#note("Normal", "ScaleDown", "marked the node as toBeDeleted/unschedulable", about, out);
  }

  /** When there is more to be done; null = the node is gone, or stays. */
  step(deletion: Deletion, now: SimTime, out: Outbox): SimTime | null {
    const node = this.#plane.world.nodes.at(deletion.nodeIx);
    if (node === undefined || this.#deletions.get(deletion.nodeIx) !== deletion) return null;
    const pods = movingPods(this.#plane.world, deletion.nodeIx);
    if (deletion.isEmpty && pods.length > 0) return this.#giveUp(deletion, node, now, out);
    const isGone = pods.length === 0 && !this.#hasLeaving(deletion);
    if (isGone) return this.#remove(deletion, node, out);
    if (deletion.drainingSinceUs < 0) deletion.drainingSinceUs = now;
    const sinceUs = now - deletion.drainingSinceUs;
    const outcome = this.#evict(deletion, pods, now, out);
    if (outcome === "more") return now;
    const isRefused = outcome === "refused";
    if (isRefused && sinceUs + EVICTION_RETRY_US > EVICTION_MAX_US) return this.#giveUp(deletion, node, now, out);
    if (sinceUs > TERMINATION_MAX_US) return this.#giveUp(deletion, node, now, out);
    return now + (isRefused ? EVICTION_RETRY_US : POLL_US);
  }

  #hasLeaving({ asked }: Deletion): boolean {
    for (const podIx of asked) if (this.#plane.world.pods.at(podIx) !== undefined) return true;
    return false;
  }

  /** Asks one pod to go, because a budget that it spends shows only after that; "more": the next may be asked. */
  #evict({ asked }: Deletion, pods: readonly PodState[], now: SimTime, out: Outbox): "more" | "refused" | "none" {
    for (const pod of pods) {
      if (evictPod(pod, null, this.#plane.world, now, out).kind !== "allowed") continue;
      const { ix, namespace, name } = pod.identity;
      asked.add(ix);
      this.#note("Normal", "ScaleDown", "deleting pod for node scale down", { kind: "Pod", namespace, name }, out);
      return "more";
    }
    return pods.length > 0 ? "refused" : "none";
  }

  #remove({ nodeIx, group }: Deletion, node: NodeState, out: Outbox): null {
    const about = { kind: "Node", namespace: "", name: node.name };
    this.#note("Normal", "ScaleDown", "node removed by cluster autoscaler", about, out);
    this.#groups.shrink(group, "scale-down", out);
    out.record(nodeRemoved, nodeIx, {});
    return null;
  }

  #giveUp({ nodeIx, wasCordoned }: Deletion, node: NodeState, now: SimTime, out: Outbox): null {
    this.#deletions.delete(nodeIx);
    this.#unremovable.set(nodeIx, now + UNREMOVABLE_US);
    this.#blockedUntilUs = Math.max(this.#blockedUntilUs, now + this.#settings.delayAfterFailureUs);
    out.record(nodeUntainted, nodeIx, { key: TO_BE_DELETED_TAINT, effect: "NoSchedule" });
    if (node.unschedulable && !wasCordoned) out.record(nodeUncordoned, nodeIx, {});
    const about = { kind: "Node", namespace: "", name: node.name };
    this.#note("Warning", "ScaleDownFailed", "failed to drain the node, aborting ScaleDown", about, out);
    return null;
  }

  #note(
    type: "Normal" | "Warning",
    reason: string,
    message: string,
    about: { readonly kind: string; readonly namespace: string; readonly name: string },
    out: Outbox,
  ): void {
    out.record(nodeAutoscalerNoted, 0, { from: FROM, type, reason, message, ...about });
  }
}
