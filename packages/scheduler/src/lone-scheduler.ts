// A scheduler without the rest of a control plane: pods are added to its queue and tried one after the other; what it
// decides takes effect at once. Nobody runs the pods, nobody replaces them.
import {
  invariant,
  namespaceCreated,
  nodeAdded,
  nodeRemoved,
  objectKey,
  podBound,
  podCreated,
  podRemoved,
  serviceApplied,
  serviceDeleted,
} from "@podsim/core";
import type {
  Envelope,
  EventDefinition,
  Labels,
  Node,
  NodeIx,
  NodeState,
  PodIx,
  PodTemplateSpec,
  Service,
  SimTime,
} from "@podsim/core";
import { profilesFor } from "./configuration/build-profiles.js";
import { applyFact } from "./cluster/apply-fact.js";
import { LiveView } from "./cluster/live-view.js";
import { createWorld } from "./cluster/world.js";
import { tieBreakOf } from "./drawn-tie-break.js";
import { nodeEvents } from "./framework/cluster-events.js";
import { CycleState } from "./framework/cycle-state.js";
import { scheduleOne } from "./framework/cycle.js";
import type { Decision } from "./framework/cycle.js";
import { Nominations } from "./framework/nominations.js";
import type { AnyPlugin } from "./framework/plugin.js";
import { podViewOf } from "./framework/pod-view.js";
import type { PodView } from "./framework/pod-view.js";
import type { Nomination } from "./framework/post-filter.js";
import type { Profile } from "./framework/profile.js";
import { queuePartsOf, SchedulingQueue } from "./framework/queue.js";
import { NO_PLUGINS } from "./framework/queued-pod.js";
import type { TieBreak } from "./framework/tie-break.js";
import { ACTION } from "./framework/wake.js";
import type { SchedulerSettings } from "./settings.js";

/** One pod was tried. Victims of a nomination are gone by then. */
export interface Attempt {
  readonly pod: PodIx;
  readonly decision: Decision;
}

export class LoneScheduler {
  readonly #world = createWorld();
  readonly #view = new LiveView(this.#world);
  readonly #profiles: ReadonlyMap<string, Profile>;
  readonly #queue: SchedulingQueue;
  readonly #cycle = new CycleState();
  readonly #tieBreak: TieBreak;
  readonly #nominations = new Nominations();
  #seq = 0;
  #services = 0;

  /** Throws if a profile cannot be built. */
  constructor({ configuration, tieBreak }: SchedulerSettings, registry: readonly AnyPlugin[], seed: number) {
    const profiles = profilesFor(configuration, registry);
    this.#profiles = new Map(profiles.map((profile) => [profile.schedulerName, profile]));
    this.#queue = new SchedulingQueue(queuePartsOf(profiles, this.#view, configuration.backOff));
    this.#tieBreak = tieBreakOf(tieBreak, seed);
  }

  /** The part of tries that made use of earlier ones. */
  get keptShare(): number {
    return this.#cycle.tryCount === 0 ? 0 : this.#cycle.keptCount / this.#cycle.tryCount;
  }

  addNode(object: Node, now: SimTime): void {
    const nodeIx = this.#world.nodes.nextIx as NodeIx;
    this.#record(nodeAdded, nodeIx, { nodeIx, object }, now);
    this.#nodeChanged(null, this.#world.nodes.at(nodeIx) ?? null, now);
  }

  removeNode(name: string, now: SimTime): void {
    const ix = this.#world.nodes.ixOf(name);
    invariant(ix !== undefined, () => `there is no node ${name}`);
    const before = this.#world.nodes.at(ix) ?? null;
    this.#record(nodeRemoved, ix, {}, now);
    this.#nodeChanged(before, null, now);
  }

  addNamespace(name: string, labels: Labels, now: SimTime): void {
    this.#record(namespaceCreated, 0, { name, labels }, now);
  }

  /** The number to remove it by. */
  addService(object: Service, now: SimTime): number {
    const serviceIx = this.#services++;
    this.#record(serviceApplied, serviceIx, { serviceIx, object }, now);
    return serviceIx;
  }

  removeService(service: number, now: SimTime): void {
    this.#record(serviceDeleted, service, {}, now);
  }

  /** Puts a new pod into the queue. */
  addPod(namespace: string, name: string, template: PodTemplateSpec, now: SimTime): PodIx {
    const podIx = this.#world.pods.nextIx as PodIx;
    const identity = { podIx, namespace, name, uid: objectKey(namespace, name), template };
    this.#record(podCreated, podIx, { ...identity, ownerKind: null, ownerName: null, ownerIx: null }, now);
    const state = this.#world.pods.at(podIx);
    invariant(state !== undefined, "a pod that was created is there");
    this.#queue.add(podViewOf(state, this.#view), now);
    return podIx;
  }

  /** The pod goes, whether it waits or is placed. */
  removePod(pod: PodIx, now: SimTime): void {
    const before = this.#world.pods.at(pod);
    invariant(before !== undefined, () => `there is no pod ${pod}`);
    this.#record(podRemoved, pod, {}, now);
    this.#nominations.delete(pod);
    if (before.binding === null) return this.#queue.delete(pod);
    this.#queue.moveFor({ resource: "AssignedPod", action: ACTION.delete, before, after: null }, now);
  }

  /** The name of the pod's node; "" if it has none. */
  nodeOf(pod: PodIx): string {
    return this.#world.pods.at(pod)?.binding?.nodeName ?? "";
  }

  /** Tries the next pod; null = there is none to try now. */
  tryNext(now: SimTime): Attempt | null {
    this.#queue.flush(now);
    const queued = this.#queue.pop();
    if (queued === undefined) return null;
    const { ix } = queued.pod;
    const state = this.#world.pods.at(ix);
    const profile = this.#profiles.get(queued.pod.spec.schedulerName);
    invariant(state !== undefined && profile !== undefined, "pods in the queue exist and have a profile");
    const pod = podViewOf(state, this.#view);
    const options = { tieBreak: this.#tieBreak, nominated: this.#nominations };
    const decision = scheduleOne(pod, this.#view, profile, this.#cycle, options);
    if (decision.kind === "placed") {
      this.#queue.done(queued);
      this.#nominations.delete(ix);
      this.#bind(ix, decision.node, now);
    } else {
      this.#queue.fail(queued, decision.kind === "error" ? NO_PLUGINS : decision.rejectedBy, now);
      this.#nominate(pod, decision.kind === "error" ? { kind: "clear" } : decision.nomination, now);
    }
    return { pod: ix, decision };
  }

  /** The victims are gone at once; the pod has its node when it is tried again. */
  #nominate(pod: PodView, nomination: Nomination, now: SimTime): void {
    if (nomination.kind === "keep") return;
    if (nomination.kind === "clear") return this.#nominations.delete(pod.ix);
    for (const other of this.#nominations.below(pod, nomination.node)) this.#nominations.delete(other.ix);
    this.#nominations.set(pod, nomination.node);
    for (const { identity } of nomination.victims) this.removePod(identity.ix, now);
  }

  #bind(pod: PodIx, nodeIx: NodeIx, now: SimTime): void {
    const node = this.#world.nodes.at(nodeIx);
    invariant(node !== undefined, "a pod is placed on a node that exists");
    this.#record(podBound, pod, { node: node.name, nodeIx, by: "scheduler" }, now);
    const after = this.#world.pods.at(pod) ?? null;
    this.#queue.moveFor({ resource: "AssignedPod", action: ACTION.add, before: null, after }, now);
  }

  #nodeChanged(before: NodeState | null, after: NodeState | null, now: SimTime): void {
    for (const event of nodeEvents(before, after)) this.#queue.moveFor(event, now);
  }

  #record<Data extends object>(
    definition: EventDefinition<string, Data>,
    subject: number,
    data: NoInfer<Data>,
    at: SimTime,
  ): void {
    const fact: Envelope = { seq: this.#seq++, at, subject, causedBy: -1, definition, data };
    applyFact(this.#world, fact);
    this.#view.observe(fact);
  }
}
