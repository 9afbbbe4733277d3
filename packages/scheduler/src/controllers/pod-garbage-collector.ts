// Pod garbage collection: deletes by force the pods of nodes that are gone or out of service, and the oldest finished pods
// where there are too many of them. Its passes come every 20 s; only those that may find something are made.
import { findCondition, isTerminalPhase, podDisruptionTargeted, podFailedByController } from "@podsim/core";
import type { Duration, Envelope, NodeIx, PodBound, PodIx, PodState, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "../actor.js";
import { RANK } from "../actor.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import { nextAfterOnGrid, nextOnGrid } from "../engine/grid.js";
import { hearsOf } from "../hearing.js";
import { OUT_OF_SERVICE_TAINT } from "./storage/detach-time.js";

const PASS_PERIOD_US: Duration = 20 * SECOND;
/** How long a node has to be missing, from the pass that first misses it. */
const QUARANTINE_US: Duration = 40 * SECOND;
/** Finished pods up to this number are kept. */
const TERMINATED_POD_THRESHOLD = 12_500;
const ORPHAN_MESSAGE = "PodGC: node no longer exists";

const isEvicted = ({ status }: PodState): boolean => status.phase === "Failed" && status.reason === "Evicted";

/** API times are whole seconds, so pods of one second are ordered by name. */
const createdSecond = (pod: PodState): number => Math.floor(pod.identity.createdAtUs / SECOND);

const beforeInQueue = (a: PodState, b: PodState): number => {
  if (isEvicted(a) !== isEvicted(b)) return isEvicted(a) ? -1 : 1;
  const older = createdSecond(a) - createdSecond(b);
  if (older !== 0) return older;
  return a.identity.name < b.identity.name ? -1 : a.identity.name > b.identity.name ? 1 : 0;
};

/** Types of the facts it goes by. */
const HEARD = [
  "PodStatusReported",
  "PodFailedByController",
  "PodRejected",
  "PodCreated",
  "PodRemoved",
  "PodBound",
  "NodeRemoved",
  "PodDeletionRequested",
  "NodeTainted",
  "NodeReadyChanged",
] as const;
const HEARS = hearsOf(HEARD);

class PodGarbageCollector implements Actor {
  readonly name = "pod-garbage-collector";
  readonly rank = RANK.garbageCollector;
  readonly hears = HEARS;
  readonly #plane: ControlPlane;
  readonly #threshold: number;
  readonly #phaseUs: SimTime;
  readonly #terminated = new Set<PodIx>();
  /** Nodes that are gone and may have left pods behind. */
  readonly #missing = new Set<NodeIx>();
  /** Pods whose manifest names a node that was not there. */
  readonly #unhoused = new Set<PodIx>();
  /** Until when a missing node's name is given the benefit of the doubt. */
  readonly #quarantinedUntilUs = new Map<string, SimTime>();
  #planned: { readonly atUs: SimTime; readonly token: Token } | null = null;

  constructor(plane: ControlPlane, threshold: number) {
    this.#plane = plane;
    this.#threshold = threshold;
    this.#phaseUs = Math.floor(plane.draw("pod-garbage-collector/pass", "", 0) * PASS_PERIOD_US);
  }

  react(fact: Envelope, out: Outbox): void {
    const podIx = fact.subject as PodIx;
    const nodeIx = fact.subject as NodeIx;
    switch (fact.definition.type as (typeof HEARD)[number]) {
      case "PodStatusReported":
      case "PodFailedByController":
      case "PodRejected":
        return this.#podReported(podIx, fact.at, out);
      case "PodCreated":
        return this.#podCreated(podIx, fact.at, out);
      case "PodRemoved":
        this.#terminated.delete(podIx);
        this.#unhoused.delete(podIx);
        return;
      case "PodBound":
        return this.#nodeOfPodMissing((fact.data as PodBound).nodeIx as NodeIx, fact.at, out);
      case "NodeRemoved":
        return this.#nodeOfPodMissing(nodeIx, fact.at, out);
      case "PodDeletionRequested":
        return this.#podTerminating(podIx, fact.at, out);
      case "NodeTainted":
      case "NodeReadyChanged":
        if (this.#isOutOfService(nodeIx)) this.#planPass(this.#passAfter(fact.at), out);
        return;
    }
  }

  handle(_intention: Intention, now: SimTime, out: Outbox): void {
    this.#planned = null;
    const collected = new Set<PodIx>();
    this.#collectTerminated(collected, now, out);
    this.#collectOutOfService(collected, now, out);
    this.#collectOrphans(collected, now, out);
  }

  #podReported(podIx: PodIx, at: SimTime, out: Outbox): void {
    const pod = this.#plane.world.pods.at(podIx);
    if (pod === undefined || !isTerminalPhase(pod.status.phase)) return;
    this.#terminated.add(podIx);
    if (this.#terminated.size > this.#threshold) this.#planPass(this.#passAfter(at), out);
  }

  #podCreated(podIx: PodIx, at: SimTime, out: Outbox): void {
    const pod = this.#plane.world.pods.at(podIx);
    const nodeName = pod === undefined ? "" : (pod.identity.template.spec.nodeName ?? "");
    if (nodeName === "" || this.#plane.world.nodes.ixOf(nodeName) !== undefined) return;
    this.#unhoused.add(podIx);
    this.#planPass(this.#passAfter(at), out);
  }

  #nodeOfPodMissing(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const { nodes, pods } = this.#plane.world;
    if (nodes.at(nodeIx) !== undefined) return;
    if (pods.onNode(nodeIx).size > 0) this.#missing.add(nodeIx);
    // Even without pods of its own it may have stood in for an earlier node of its name.
    if (this.#missing.size > 0) this.#planPass(this.#passAfter(at), out);
  }

  #podTerminating(podIx: PodIx, at: SimTime, out: Outbox): void {
    const binding = this.#plane.world.pods.at(podIx)?.binding;
    if (binding != null && this.#isOutOfService(binding.nodeIx)) this.#planPass(this.#passAfter(at), out);
  }

  #isOutOfService(nodeIx: NodeIx): boolean {
    const node = this.#plane.world.nodes.at(nodeIx);
    if (node === undefined || node.ready === "True") return false;
    return node.taints.some(({ key }) => key === OUT_OF_SERVICE_TAINT);
  }

  #passAfter(at: SimTime): SimTime {
    return nextAfterOnGrid(at, this.#phaseUs, PASS_PERIOD_US);
  }

  /** Plans a pass, unless one is planned that is not later. */
  #planPass(at: SimTime, out: Outbox): void {
    if (this.#planned !== null) {
      if (this.#planned.atUs <= at) return;
      out.withdraw(this.#planned.token);
    }
    this.#planned = { atUs: at, token: out.plan(at, { actor: this }) };
  }

  #collectTerminated(collected: Set<PodIx>, now: SimTime, out: Outbox): void {
    const surplus = this.#terminated.size - this.#threshold;
    if (surplus <= 0) return;
    const finished: PodState[] = [];
    for (const podIx of this.#terminated) {
      const pod = this.#plane.world.pods.at(podIx);
      if (pod !== undefined) finished.push(pod);
    }
    for (const pod of finished.sort(beforeInQueue).slice(0, surplus)) this.#collect(pod, null, collected, now, out);
  }

  #collectOutOfService(collected: Set<PodIx>, now: SimTime, out: Outbox): void {
    const { nodes, pods } = this.#plane.world;
    for (const node of nodes.values()) {
      if (!this.#isOutOfService(node.ix)) continue;
      for (const podIx of pods.onNode(node.ix)) {
        const pod = pods.at(podIx);
        if (pod !== undefined && pod.deletion !== null) this.#collect(pod, null, collected, now, out);
      }
    }
  }

  #collectOrphans(collected: Set<PodIx>, now: SimTime, out: Outbox): void {
    const { nodes, pods } = this.#plane.world;
    const ended: string[] = [];
    for (const podIx of this.#unhoused) {
      const pod = pods.at(podIx);
      const name = pod?.identity.template.spec.nodeName;
      if (pod === undefined || name === undefined || pod.binding !== null) this.#unhoused.delete(podIx);
      else if (nodes.ixOf(name) !== undefined) ended.push(name);
      else if (this.#isQuarantineOver(name, now, out)) {
        this.#collect(pod, ORPHAN_MESSAGE, collected, now, out);
        ended.push(name);
        this.#unhoused.delete(podIx);
      }
    }
    for (const nodeIx of this.#missing) {
      const orphans = [...pods.onNode(nodeIx)].flatMap((podIx) => pods.at(podIx) ?? []);
      const name = orphans[0]?.binding?.nodeName;
      if (name === undefined) this.#missing.delete(nodeIx);
      // A node of that name is back: the pods are its own.
      else if (nodes.ixOf(name) !== undefined) ended.push(name);
      else if (this.#isQuarantineOver(name, now, out)) {
        for (const pod of orphans) this.#collect(pod, ORPHAN_MESSAGE, collected, now, out);
        ended.push(name);
        this.#missing.delete(nodeIx);
      }
    }
    for (const name of ended) this.#quarantinedUntilUs.delete(name);
  }

  #isQuarantineOver(nodeName: string, now: SimTime, out: Outbox): boolean {
    const untilUs = this.#quarantinedUntilUs.get(nodeName) ?? now + QUARANTINE_US;
    if (untilUs <= now) return true;
    this.#quarantinedUntilUs.set(nodeName, untilUs);
    this.#planPass(nextOnGrid(untilUs, this.#phaseUs, PASS_PERIOD_US), out);
    return false;
  }

  /** Makes the pod Failed, so that its object does not end as one that runs, and deletes it by force. */
  #collect(pod: PodState, disruption: string | null, collected: Set<PodIx>, now: SimTime, out: Outbox): void {
    const podIx = pod.identity.ix;
    if (collected.has(podIx)) return;
    collected.add(podIx);
    if (!isTerminalPhase(pod.status.phase)) {
      if (disruption !== null && findCondition(pod.status, "DisruptionTarget")?.message !== disruption) {
        out.record(podDisruptionTargeted, podIx, { reason: "DeletionByPodGC", message: disruption });
      }
      out.record(podFailedByController, podIx, { reason: pod.status.reason, message: pod.status.message });
    }
    requestDeletion(pod, now, "pod-garbage-collector", out, 0);
  }
}

/** @param threshold how many finished pods are kept */
export const podGarbageCollectorActor = (plane: ControlPlane, threshold = TERMINATED_POD_THRESHOLD): Actor =>
  new PodGarbageCollector(plane, threshold);
